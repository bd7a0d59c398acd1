package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Greedy search. Decodes as many utterances at a time as the decoder has slots. */
final class GreedySearch {

    private final Tokenizer tokenizer;
    private final List<AlignmentHead> heads;

    /** Searches texts without the times of words. */
    GreedySearch(Tokenizer tokenizer) {
        this(tokenizer, List.of());
    }

    /** @param heads tell the times of words; none for texts without times */
    GreedySearch(Tokenizer tokenizer, List<AlignmentHead> heads) {
        this.tokenizer = tokenizer;
        this.heads = heads;
    }

    /**
     * Returns a hypothesis for each utterance, in their order.
     *
     * @param utterances mono, 16 kHz
     */
    List<Hypothesis> search(Decoder decoder, List<float[]> utterances) throws OrtException, InterruptedException {
        return search(decoder, utterances, GreedyHypothesis.NO_EARLY_STOPPING).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    /** The same with early stopping; empty for an utterance whose decoding stopped early. */
    List<Optional<Hypothesis>> search(Decoder decoder, List<float[]> utterances, EarlyStopping earlyStopping)
            throws OrtException, InterruptedException {
        if (utterances.isEmpty()) {
            return List.of();
        }
        List<Optional<Hypothesis>> hypotheses =
                new ArrayList<>(Collections.nCopies(utterances.size(), Optional.empty()));
        try (DecodingSession decoding = decoder.open(Math.min(decoder.slots(), utterances.size()), heads)) {
            int slots = decoding.slots();
            int[] utteranceOfSlot = new int[slots];
            GreedyHypothesis[] texts = new GreedyHypothesis[slots];
            int[] tokens = new int[slots];
            // the longest first, so that few slots are empty at the end
            int[] order = IntStream.range(0, hypotheses.size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> -utterances.get(i).length))
                    .mapToInt(i -> i)
                    .toArray();
            int taken = 0;
            for (int done = 0; done < hypotheses.size(); ) {
                for (int slot = 0; slot < slots; slot++) {
                    if (texts[slot] == null && taken < order.length) {
                        stopIfInterrupted();
                        utteranceOfSlot[slot] = order[taken++];
                        float[] samples = utterances.get(utteranceOfSlot[slot]);
                        decoding.encode(slot, samples);
                        texts[slot] = new GreedyHypothesis(samples.length, earlyStopping);
                    }
                    tokens[slot] = texts[slot] == null ? DecodingSession.NO_TOKEN : texts[slot].last();
                }
                stopIfInterrupted();
                decoding.step(tokens);
                for (int slot = 0; slot < slots; slot++) {
                    if (texts[slot] != null
                            && texts[slot].add(
                                    decoding.best(slot), decoding.bestLogProbability(slot), decoding.attention(slot))) {
                        hypotheses.set(
                                utteranceOfSlot[slot], texts[slot].hypothesis(tokenizer, decoding.audioTokens(slot)));
                        decoding.release(slot);
                        texts[slot] = null;
                        done++;
                    }
                }
            }
        }
        return hypotheses;
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
