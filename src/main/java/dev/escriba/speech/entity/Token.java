package dev.escriba.speech.entity;

/**
 * A token that a model wrote.
 *
 * @param id in the vocabulary of the model
 * @param text with its leading space, if it has one
 * @param logProbability natural logarithm
 */
public record Token(int id, String text, double logProbability) {}
