package dev.escriba.speech.moonshine;

import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.entity.Hypothesis;
import java.util.Arrays;
import java.util.List;

/** One of several readings of the same audio, as far as it is written. Immutable. */
final class BiasedText {

    /** Readings that have had so many tokens in common since they parted will go on alike. */
    private static final int ALIKE = 4;

    private final int most;
    private final int[] tokens;
    /** The end token's included. */
    private final double[] logProbabilities;

    private final double logProbability;
    private final TermTrie.Path path;
    private final boolean against;
    private final boolean complete;
    private final boolean looping;

    private BiasedText(
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
    static BiasedText nothing(int most, TermTrie trie) {
        return new BiasedText(most, new int[0], new double[0], trie.start(), false, false, false);
    }

    /**
     * With one more token.
     *
     * @param best whether the model's own choice
     */
    BiasedText with(int token, double tokenLogProbability, boolean best) {
        double[] likelihoods = Arrays.copyOf(logProbabilities, logProbabilities.length + 1);
        likelihoods[logProbabilities.length] = tokenLogProbability;
        TermTrie.Path further = path.next(token, tokenLogProbability);
        if (token == Tokenizer.END) {
            return new BiasedText(most, tokens, likelihoods, further, against, true, false);
        }
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        List<Integer> all = Arrays.stream(longer).boxed().toList();
        int length = RepetitionGuard.lengthWithoutLoop(all);
        boolean loops = length < longer.length;
        return new BiasedText(
                most,
                loops ? Arrays.copyOf(longer, length) : longer,
                loops ? Arrays.copyOf(likelihoods, length) : likelihoods,
                further,
                further.isUnderWay() && (!best || (against && path.isUnderWay())),
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

    /** What the model thinks of it, and what it is favoured by. */
    double score() {
        return logProbability + favour();
    }

    private double favour() {
        return complete ? path.settled(Tokenizer.END) : path.bonus();
    }

    /** Whether nothing that follows would tell them apart. */
    boolean goesOnLike(BiasedText other) {
        return tokens.length >= ALIKE
                && other.tokens.length >= ALIKE
                && against == other.against
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
                looping || Compression.goesInCircles(text),
                GreedyText.weakest(likelihoods),
                favour());
    }
}
