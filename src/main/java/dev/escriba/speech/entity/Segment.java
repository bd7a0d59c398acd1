package dev.escriba.speech.entity;

import java.time.Duration;

/**
 * A stretch of speech and its text.
 *
 * @param start from the beginning of the recording
 * @param end from the beginning of the recording
 * @param text what was said; not empty
 * @param language ISO 639-1
 * @param meanLogProbability of its tokens
 */
public record Segment(Duration start, Duration end, String text, String language, double meanLogProbability) {}
