package dev.escriba.subtitles.entity;

/**
 * A word with its times in milliseconds.
 *
 * @param text without white space
 * @param startMillis from the beginning of the recording
 * @param endMillis not before the start
 */
public record TimedWord(String text, long startMillis, long endMillis) {}
