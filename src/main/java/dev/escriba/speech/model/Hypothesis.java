package dev.escriba.speech.model;

/**
 * What one model made of one stretch of audio.
 *
 * @param text may be empty
 * @param tokens text tokens generated, the end token not counted
 * @param meanLogProbability natural logarithm, over the tokens generated (the end token included)
 * @param audioTokens positions that the encoder made of the audio
 * @param looping whether it repeats itself
 * @param weakest the lowest mean log-probability of any few tokens in a row
 * @param favour what was added to the sum of log-probabilities for the prompt's terms in it; 0 without a prompt
 */
public record Hypothesis(
        String text,
        int tokens,
        double meanLogProbability,
        int audioTokens,
        boolean looping,
        double weakest,
        double favour) {

    /** Of a text that is as likely all along, without a prompt. */
    public Hypothesis(String text, int tokens, double meanLogProbability, int audioTokens, boolean looping) {
        this(text, tokens, meanLogProbability, audioTokens, looping, meanLogProbability, 0);
    }

    public Hypothesis withAudioTokens(int counted) {
        return new Hypothesis(text, tokens, meanLogProbability, counted, looping, weakest, favour);
    }

    /** Mean log-probability with the prompt's terms favoured: for comparing texts of the same audio, not for believing them. */
    public double meanScore() {
        return meanLogProbability + favour / (tokens + 1);
    }
}
