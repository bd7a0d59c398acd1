package dev.escriba.speech.model;

import dev.escriba.speech.entity.Token;
import java.util.List;

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
 * @param written the generated tokens, without the end token; empty where the model does not tell them
 * @param words with their times; empty where the model was not asked for them, or does not know them
 */
public record Hypothesis(
        String text,
        int tokens,
        double meanLogProbability,
        int audioTokens,
        boolean looping,
        double lowestWindowMean,
        double hotwordBonus,
        List<Token> written,
        List<TimedWord> words) {

    public Hypothesis {
        written = List.copyOf(written);
        words = List.copyOf(words);
    }

    /** Without a prompt, tokens and words, and with the same log-probability in every window. */
    public Hypothesis(String text, int tokens, double meanLogProbability, int audioTokens, boolean looping) {
        this(text, tokens, meanLogProbability, audioTokens, looping, meanLogProbability, 0, List.of(), List.of());
    }

    /**
     * The same hypothesis for the samples without the silence around them.
     *
     * @param secondsBefore the silence before the samples
     * @param count the audio tokens of the samples
     */
    public Hypothesis withoutSilence(double secondsBefore, int count) {
        return new Hypothesis(
                text,
                tokens,
                meanLogProbability,
                count,
                looping,
                lowestWindowMean,
                hotwordBonus,
                written,
                TimedWord.shifted(words, -secondsBefore));
    }

    /** The same hypothesis with another number of audio tokens. */
    public Hypothesis withAudioTokens(int count) {
        return withoutSilence(0, count);
    }

    /** The same hypothesis of a part that begins this many seconds later. */
    public Hypothesis later(double seconds) {
        return withoutSilence(-seconds, audioTokens);
    }

    /**
     * The mean log-probability with the hotword bonus. It ranks texts of the same audio. It does not tell whether a
     * text is right.
     */
    public double meanScore() {
        return meanLogProbability + hotwordBonus / (tokens + 1);
    }
}
