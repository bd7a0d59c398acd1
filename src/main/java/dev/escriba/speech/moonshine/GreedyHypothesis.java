package dev.escriba.speech.moonshine;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text in the making, of the most probable token each time. */
final class GreedyHypothesis {

    /** What the models were trained to write at most; design.md has it as measured. */
    private static final double TOKENS_A_SECOND = 6.5;

    /** A word cut by the end of the audio, and its punctuation. */
    private static final int TOKENS_BESIDE = 8;

    static final EarlyStopping ENDLESS = new EarlyStopping(Integer.MAX_VALUE, Double.NEGATIVE_INFINITY);

    /** Tokens in a row that tell a weak place in a text from an unlikely word. */
    private static final int PLACE = 8;

    private final int most;
    private final EarlyStopping patience;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private double sum;
    private boolean looping;
    private boolean lost;

    GreedyHypothesis(int samples, EarlyStopping patience) {
        this.patience = patience;
        most = mostTokens(samples);
    }

    /** No more text than this fits into so many samples at 16 kHz. */
    static int mostTokens(int samples) {
        double spoken = Math.ceil(samples * TOKENS_A_SECOND / PcmStream.SAMPLE_RATE);
        return (int) Math.min(spoken + TOKENS_BESIDE, StepBuffers.POSITIONS);
    }

    /** What the model is to be fed next. */
    int last() {
        return tokens.isEmpty() ? Tokenizer.START : tokens.get(tokens.size() - 1);
    }

    /** Takes what the model made of that; whether the text is complete now. */
    boolean add(int token, double logProbability) {
        logProbabilities.add(logProbability);
        sum += logProbability;
        if (token == Tokenizer.END) {
            return true;
        }
        tokens.add(token);
        int length = RepetitionGuard.lengthWithoutLoop(tokens);
        if (length < tokens.size()) {
            looping = true;
            tokens.subList(length, tokens.size()).clear();
            logProbabilities.subList(length, logProbabilities.size()).clear();
        }
        lost = !looping && patience.isLost(tokens.size(), sum / tokens.size());
        return looping || lost || tokens.size() == most;
    }

    /** Nothing where it was given up. */
    Optional<Hypothesis> hypothesis(Tokenizer tokenizer, int audioTokens) {
        if (lost) {
            return Optional.empty();
        }
        String text = tokenizer.decode(tokens);
        boolean circles = looping || CompressionRatio.goesInCircles(text);
        return Optional.of(new Hypothesis(
                text, tokens.size(), mean(logProbabilities), audioTokens, circles, weakest(logProbabilities), 0));
    }

    /** The lowest mean of a few log-probabilities in a row. */
    static double weakest(List<Double> logProbabilities) {
        double weakest = mean(logProbabilities.subList(0, Math.min(PLACE, logProbabilities.size())));
        for (int from = 1; from + PLACE <= logProbabilities.size(); from++) {
            weakest = Math.min(weakest, mean(logProbabilities.subList(from, from + PLACE)));
        }
        return weakest;
    }

    static double mean(List<Double> logProbabilities) {
        return logProbabilities.stream().mapToDouble(p -> p).average().orElse(0);
    }
}
