package dev.escriba.speech.entity;

import java.nio.charset.StandardCharsets;

/**
 * A token that a model wrote.
 *
 * @param id in the vocabulary of the model
 * @param text with its leading space, if it has one; the texts of all tokens make the text of the segment; a character
 *     of several tokens is in the text of the last one
 * @param bytes what the token adds to the text in UTF-8; each character holds one byte
 * @param logProbability natural logarithm
 */
public record Token(int id, String text, String bytes, double logProbability) {

    /** A token of whole characters. */
    public Token(int id, String text, double logProbability) {
        this(id, text, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), logProbability);
    }
}
