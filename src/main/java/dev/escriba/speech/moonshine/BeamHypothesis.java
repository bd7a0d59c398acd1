package dev.escriba.speech.moonshine;

import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.Hypothesis;
import java.util.Arrays;
import java.util.List;

/** One of several readings of the same audio, as far as it is written. Immutable. */
final class BeamHypothesis {

    /** Readings that have had so many tokens in common since they parted, and the next one, will go on alike. */
    private static final int ALIKE = 3;

    private final int most;
    private final int[] tokens;
    /** The end token's included. */
    private final double[] logProbabilities;

    private final double logProbability;
    private final TermTrie.Path path;
    private final boolean against;
    private final boolean complete;
    private final boolean looping;

    private BeamHypothesis(
            int most,
            int[] tokens,
            double[] logProbabilities,
            TermTrie.Path path,
            boolean against,
            boolean complete,
            boolean looping) {
        this.most = most;
        this.tokens = tokens;
        this.logProbabilities = logProbabilities;
        logProbability = Arrays.stream(logProbabilities).sum();
        this.path = path;
        this.against = against;
        this.complete = complete;
        this.looping = looping;
    }

    /** Of which nothing is written yet. */
    static BeamHypothesis nothing(int most, TermTrie trie) {
        return new BeamHypothesis(most, new int[0], new double[0], trie.start(), false, false, false);
    }

    /**
     * With one more token.
     *
     * @param further the path with it
     * @param isAgainst whether it is within a term now that the model would not have written
     */
    BeamHypothesis with(int token, double tokenLogProbability, TermTrie.Path further, boolean isAgainst) {
        double[] likelihoods = Arrays.copyOf(logProbabilities, logProbabilities.length + 1);
        likelihoods[logProbabilities.length] = tokenLogProbability;
        if (token == Tokenizer.END) {
            return new BeamHypothesis(most, tokens, likelihoods, further, isAgainst, true, false);
        }
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        int length =
                RepetitionGuard.lengthWithoutLoop(Arrays.stream(longer).boxed().toList());
        boolean loops = length < longer.length;
        return new BeamHypothesis(
                most,
                loops ? Arrays.copyOf(longer, length) : longer,
                loops ? Arrays.copyOf(likelihoods, length) : likelihoods,
                further,
                isAgainst,
                loops || longer.length == most,
                loops);
    }

    /** What the model is to be fed next. */
    int last() {
        return tokens.length == 0 ? Tokenizer.START : tokens[tokens.length - 1];
    }

    TermTrie.Path path() {
        return path;
    }

    /** Whether it is within a term that the model would not have written. */
    boolean isAgainstTheModel() {
        return against;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isLooping() {
        return looping;
    }

    /** Of all its tokens, without what it is favoured by. */
    double logProbability() {
        return logProbability;
    }

    /** What the model thinks of it, and what it is favoured by. */
    double score() {
        return logProbability + favour();
    }

    private double favour() {
        return complete ? path.settled(Tokenizer.END) : path.bonus();
    }

    /** Whether their last tokens are the same. */
    boolean endsLike(BeamHypothesis other) {
        return tokens.length >= ALIKE
                && other.tokens.length >= ALIKE
                && Arrays.equals(
                        tokens,
                        tokens.length - ALIKE,
                        tokens.length,
                        other.tokens,
                        other.tokens.length - ALIKE,
                        other.tokens.length);
    }

    double meanLogProbability() {
        return logProbability / Math.max(1, logProbabilities.length);
    }

    int length() {
        return tokens.length;
    }

    Hypothesis hypothesis(Tokenizer tokenizer, int audioTokens) {
        String text = tokenizer.decode(Arrays.stream(tokens).boxed().toList());
        List<Double> likelihoods = Arrays.stream(logProbabilities).boxed().toList();
        return new Hypothesis(
                text,
                tokens.length,
                meanLogProbability(),
                audioTokens,
                looping || CompressionRatio.goesInCircles(text),
                GreedyHypothesis.weakest(likelihoods),
                favour());
    }
}
