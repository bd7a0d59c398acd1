package dev.escriba.speech.model;

/**
 * The text that one model wrote for one utterance or a part of it.
 *
 * @param text may be empty
 * @param tokens text tokens that were generated, without the end token
 * @param meanLogProbability natural logarithm, over the generated tokens and the end token
 * @param audioTokens positions of the encoder's output
 * @param looping whether the text repeats itself
 * @param lowestWindowMean the lowest mean log-probability of a few tokens in a row
 * @param hotwordBonus the bonus for the prompt's terms, which is not in {@code meanLogProbability}; 0 without a prompt
 */
public record Hypothesis(
        String text,
        int tokens,
        double meanLogProbability,
        int audioTokens,
        boolean looping,
        double lowestWindowMean,
        double hotwordBonus) {

    /** Without a prompt, and with the same log-probability in every window. */
    public Hypothesis(String text, int tokens, double meanLogProbability, int audioTokens, boolean looping) {
        this(text, tokens, meanLogProbability, audioTokens, looping, meanLogProbability, 0);
    }

    /** The same hypothesis with another number of audio tokens. */
    public Hypothesis withAudioTokens(int count) {
        return new Hypothesis(text, tokens, meanLogProbability, count, looping, lowestWindowMean, hotwordBonus);
    }

    /**
     * The mean log-probability with the hotword bonus. It ranks texts of the same audio. It does not tell whether a
     * text is right.
     */
    public double meanScore() {
        return meanLogProbability + hotwordBonus / (tokens + 1);
    }
}
