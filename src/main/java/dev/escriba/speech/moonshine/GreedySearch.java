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

/** Writes down stretches of audio, as many of them together as there are slots. */
final class GreedySearch {

    private final Tokenizer tokenizer;

    GreedySearch(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What is heard in each stretch of mono samples at 16 kHz, in their order. */
    List<Hypothesis> search(Decoder decoder, List<float[]> stretches) throws OrtException, InterruptedException {
        return search(decoder, stretches, GreedyHypothesis.ENDLESS).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    /** The same; nothing where patience did not last. */
    List<Optional<Hypothesis>> search(Decoder decoder, List<float[]> stretches, EarlyStopping patience)
            throws OrtException, InterruptedException {
        if (stretches.isEmpty()) {
            return List.of();
        }
        List<Optional<Hypothesis>> heard = new ArrayList<>(Collections.nCopies(stretches.size(), Optional.empty()));
        try (DecodingSession decoding = decoder.open(Math.min(decoder.slots(), stretches.size()))) {
            int slots = decoding.slots();
            int[] seated = new int[slots];
            GreedyHypothesis[] texts = new GreedyHypothesis[slots];
            int[] tokens = new int[slots];
            // the longest first, so that few slots are empty at the end
            int[] order = IntStream.range(0, heard.size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> -stretches.get(i).length))
                    .mapToInt(i -> i)
                    .toArray();
            int taken = 0;
            for (int done = 0; done < heard.size(); ) {
                for (int slot = 0; slot < slots; slot++) {
                    if (texts[slot] == null && taken < order.length) {
                        stopIfInterrupted();
                        seated[slot] = order[taken++];
                        float[] samples = stretches.get(seated[slot]);
                        decoding.encode(slot, samples);
                        texts[slot] = new GreedyHypothesis(samples.length, patience);
                    }
                    tokens[slot] = texts[slot] == null ? DecodingSession.NOTHING : texts[slot].last();
                }
                stopIfInterrupted();
                decoding.step(tokens);
                for (int slot = 0; slot < slots; slot++) {
                    if (texts[slot] != null
                            && texts[slot].add(decoding.best(slot), decoding.bestLogProbability(slot))) {
                        heard.set(seated[slot], texts[slot].hypothesis(tokenizer, decoding.audioTokens(slot)));
                        decoding.release(slot);
                        texts[slot] = null;
                        done++;
                    }
                }
            }
        }
        return heard;
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
