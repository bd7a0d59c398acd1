package dev.escriba.speech.entity;

import java.time.Duration;

/**
 * A part of the transcript with its times.
 *
 * @param start from the beginning of the recording
 * @param end from the beginning of the recording
 * @param text not empty
 * @param language ISO 639-1
 * @param meanLogProbability of the segment's tokens, natural logarithm
 */
public record Segment(Duration start, Duration end, String text, String language, double meanLogProbability) {}
