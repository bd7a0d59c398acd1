package dev.escriba.speech.moonshine;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.Hypothesis;
import java.util.Arrays;
import java.util.List;

/** One of several hypotheses for the same audio, with the tokens that are written so far. Immutable. */
final class BeamHypothesis {

    /** Two hypotheses whose last tokens are the same, this many and the next one, continue in the same way. */
    private static final int COMMON_TOKENS = 3;

    private final int samples;
    private final int[] tokens;
    /** With that of the end token. */
    private final double[] logProbabilities;

    /** Like the log-probabilities. With the tokens that were cut: they tell where the last word ends. */
    private final float[][][] attention;

    private final double logProbability;
    private final TermTrie.Path path;
    private final boolean forced;
    private final boolean complete;
    private final boolean looping;

    private BeamHypothesis(
            int samples,
            int[] tokens,
            double[] logProbabilities,
            float[][][] attention,
            TermTrie.Path path,
            boolean forced,
            boolean complete,
            boolean looping) {
        this.samples = samples;
        this.tokens = tokens;
        this.logProbabilities = logProbabilities;
        this.attention = attention;
        logProbability = Arrays.stream(logProbabilities).sum();
        this.path = path;
        this.forced = forced;
        this.complete = complete;
        this.looping = looping;
    }

    /**
     * The hypothesis without a token.
     *
     * @param samples of the audio at 16 kHz
     */
    static BeamHypothesis empty(int samples, TermTrie trie) {
        return new BeamHypothesis(
                samples, new int[0], new double[0], new float[0][][], trie.start(), false, false, false);
    }

    /**
     * The hypothesis with one more token.
     *
     * @param tokenAttention by alignment head
     * @param further the position in the term tree after the token
     * @param forcedNow whether the token is within a term that the model alone would not write
     */
    BeamHypothesis with(
            int token, double tokenLogProbability, float[][] tokenAttention, TermTrie.Path further, boolean forcedNow) {
        double[] likelihoods = Arrays.copyOf(logProbabilities, logProbabilities.length + 1);
        likelihoods[logProbabilities.length] = tokenLogProbability;
        float[][][] rows = Arrays.copyOf(attention, attention.length + 1);
        rows[attention.length] = tokenAttention;
        if (token == Tokenizer.END) {
            return new BeamHypothesis(samples, tokens, likelihoods, rows, further, forcedNow, true, false);
        }
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        boolean last = longer.length == GreedyHypothesis.maxTokens(samples);
        int length = last
                ? RepetitionGuard.lengthWithoutLoop(
                        Arrays.stream(longer).boxed().toList())
                : longer.length;
        return new BeamHypothesis(
                samples,
                Arrays.copyOf(longer, length),
                Arrays.copyOf(likelihoods, length),
                rows,
                further,
                forcedNow,
                last,
                length < longer.length);
    }

    /** The next input token of the model. */
    int last() {
        return tokens.length == 0 ? Tokenizer.START : tokens[tokens.length - 1];
    }

    TermTrie.Path path() {
        return path;
    }

    /** Whether the last token is within a term that the model alone would not write. */
    boolean isForced() {
        return forced;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isLooping() {
        return looping;
    }

    /** The sum over all tokens, without the hotword bonus. */
    double logProbability() {
        return logProbability;
    }

    /** The log-probability with the hotword bonus. */
    double score() {
        return logProbability + hotwordBonus();
    }

    private double hotwordBonus() {
        return complete ? path.finalBonus(Tokenizer.END) : path.bonus();
    }

    /** Whether the last tokens of both are the same. */
    boolean endsLike(BeamHypothesis other) {
        return tokens.length >= COMMON_TOKENS
                && other.tokens.length >= COMMON_TOKENS
                && Arrays.equals(
                        tokens,
                        tokens.length - COMMON_TOKENS,
                        tokens.length,
                        other.tokens,
                        other.tokens.length - COMMON_TOKENS,
                        other.tokens.length);
    }

    double meanLogProbability() {
        return logProbability / Math.max(1, logProbabilities.length);
    }

    int length() {
        return tokens.length;
    }

    Hypothesis hypothesis(Tokenizer tokenizer, int audioTokens) {
        List<Integer> written = Arrays.stream(tokens).boxed().toList();
        List<Double> likelihoods = Arrays.stream(logProbabilities).boxed().toList();
        return new Hypothesis(
                tokenizer.decode(written),
                tokens.length,
                meanLogProbability(),
                audioTokens,
                looping || GreedyHypothesis.isRepetitive(written, tokenizer),
                GreedyHypothesis.lowestWindowMean(likelihoods),
                hotwordBonus(),
                tokenizer.written(written, likelihoods),
                WordTimes.of(
                        tokenizer.words(written),
                        likelihoods,
                        List.of(attention),
                        (double) samples / PcmStream.SAMPLE_RATE));
    }
}
