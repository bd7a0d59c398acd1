package dev.escriba.speech.entity;

import java.time.Duration;

/**
 * A word of a segment with its times.
 *
 * @param text without spaces around it, with its punctuation
 * @param start from the beginning of the recording
 * @param end from the beginning of the recording
 * @param probability how sure the model is of the word, from 0 to 1: the geometric mean over its tokens; NaN where
 *     it is not known
 */
public record Word(String text, Duration start, Duration end, double probability) {}
