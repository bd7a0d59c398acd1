package dev.escriba.transcription.entity;

import java.time.Instant;

/**
 * A correction of a segment by a person.
 *
 * @param segment the position in the transcript
 * @param text empty where nothing is spoken
 * @param author the name of the caller
 */
public record Correction(int segment, String text, String author, Instant at) {

    /** In code points. */
    public static final int MAX_CHARACTERS = 10_000;
}
