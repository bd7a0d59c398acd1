package dev.escriba.speech.entity;

/**
 * A token that a model wrote.
 *
 * @param id in the vocabulary of the model
 * @param text with its leading space, if it has one; the texts of all tokens make the text of the segment; a character
 *     of several tokens is in the text of the last one
 * @param logProbability natural logarithm
 */
public record Token(int id, String text, double logProbability) {}
