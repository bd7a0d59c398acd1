package dev.escriba.speech.model;

/**
 * Stops the decoding of audio in a language that the model does not know.
 *
 * @param minTokens the number of tokens to write before the model may stop
 * @param minMeanLogProbability the model stops when the mean log-probability of all tokens is lower
 */
public record EarlyStopping(int minTokens, double minMeanLogProbability) {

    /** Whether the model stops after the given number of tokens with this mean log-probability. */
    public boolean shouldStop(int tokens, double mean) {
        return tokens >= minTokens && mean < minMeanLogProbability;
    }
}
