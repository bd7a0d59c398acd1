package dev.escriba.speech.entity;

/**
 * What one model made of one stretch of audio.
 *
 * @param text may be empty
 * @param tokens text tokens generated, the end token not counted
 * @param meanLogProbability natural logarithm, over the tokens generated (the end token included)
 * @param audioTokens positions that the encoder made of the audio
 * @param looping whether the repetition guard had to stop it
 */
public record Hypothesis(String text, int tokens, double meanLogProbability, int audioTokens, boolean looping) {}
