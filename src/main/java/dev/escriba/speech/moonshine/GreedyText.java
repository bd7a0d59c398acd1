package dev.escriba.speech.moonshine;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Hypothesis;
import java.util.ArrayList;
import java.util.List;

/** A text in the making, of the most probable token each time. */
final class GreedyText {

    /** What the models were trained to write at most; design.md has it as measured. */
    private static final double TOKENS_A_SECOND = 6.5;

    /** A word cut by the end of the audio, and its punctuation. */
    private static final int TOKENS_BESIDE = 8;

    private final int most;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private boolean looping;

    GreedyText(int samples) {
        most = mostTokens(samples);
    }

    /** No more text than this fits into so many samples at 16 kHz. */
    static int mostTokens(int samples) {
        double spoken = Math.ceil(samples * TOKENS_A_SECOND / PcmStream.SAMPLE_RATE);
        return (int) Math.min(spoken + TOKENS_BESIDE, StepMemory.POSITIONS);
    }

    /** What the model is to be fed next. */
    int last() {
        return tokens.isEmpty() ? Tokenizer.START : tokens.get(tokens.size() - 1);
    }

    /** Takes what the model made of that; whether the text is complete now. */
    boolean add(int token, double logProbability) {
        logProbabilities.add(logProbability);
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
        return looping || tokens.size() == most;
    }

    Hypothesis hypothesis(Tokenizer tokenizer, int audioTokens) {
        double mean = logProbabilities.stream().mapToDouble(p -> p).average().orElse(0);
        return new Hypothesis(tokenizer.decode(tokens), tokens.size(), mean, audioTokens, looping);
    }
}
