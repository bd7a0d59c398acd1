package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Hypothesis;
import java.util.ArrayList;
import java.util.List;

/** Takes the most probable token each time, until the model ends the text. */
final class GreedySearch {

    /** What the models were trained to write at most; design.md has it as measured. */
    private static final double TOKENS_A_SECOND = 6.5;

    /** A word cut by the end of the audio, and its punctuation. */
    private static final int TOKENS_BESIDE = 8;

    private final Tokenizer tokenizer;

    GreedySearch(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    Hypothesis search(Decoding decoding, int samples) throws OrtException, InterruptedException {
        int most = Math.min(
                (int) Math.ceil(samples * TOKENS_A_SECOND / PcmStream.SAMPLE_RATE) + TOKENS_BESIDE,
                StepMemory.POSITIONS);
        List<Integer> tokens = new ArrayList<>();
        List<Double> logProbabilities = new ArrayList<>();
        int next = Tokenizer.START;
        while (tokens.size() < most) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            decoding.feed(next);
            next = decoding.best();
            logProbabilities.add(decoding.bestLogProbability());
            if (next == Tokenizer.END) {
                break;
            }
            tokens.add(next);
            int length = RepetitionGuard.lengthWithoutLoop(tokens);
            if (length < tokens.size()) {
                return hypothesis(decoding, tokens.subList(0, length), logProbabilities.subList(0, length), true);
            }
        }
        return hypothesis(decoding, tokens, logProbabilities, false);
    }

    private Hypothesis hypothesis(
            Decoding decoding, List<Integer> tokens, List<Double> logProbabilities, boolean looping) {
        double mean = logProbabilities.stream().mapToDouble(p -> p).average().orElse(0);
        return new Hypothesis(tokenizer.decode(tokens), tokens.size(), mean, decoding.audioTokens(), looping);
    }
}
