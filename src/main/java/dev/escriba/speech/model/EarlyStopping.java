package dev.escriba.speech.model;

/**
 * How long a model goes on that is asked without being expected to know the language.
 *
 * @param tokens written before it may give up
 * @param meanLogProbability of all written so far, below which it gives up
 */
public record EarlyStopping(int tokens, double meanLogProbability) {

    public boolean isLost(int written, double mean) {
        return written >= tokens && mean < meanLogProbability;
    }
}
