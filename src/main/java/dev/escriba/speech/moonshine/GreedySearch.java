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

/** Writes down stretches of audio, as many of them together as there are seats. */
final class GreedySearch {

    private final Tokenizer tokenizer;

    GreedySearch(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What is heard in each stretch of mono samples at 16 kHz, in their order. */
    List<Hypothesis> search(Decoder decoder, List<float[]> stretches) throws OrtException, InterruptedException {
        return search(decoder, stretches, GreedyText.ENDLESS).stream()
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
        try (Decoding decoding = decoder.open(Math.min(decoder.seats(), stretches.size()))) {
            int seats = decoding.seats();
            int[] seated = new int[seats];
            GreedyText[] texts = new GreedyText[seats];
            int[] tokens = new int[seats];
            // the longest first, so that few seats are empty at the end
            int[] order = IntStream.range(0, heard.size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> -stretches.get(i).length))
                    .mapToInt(i -> i)
                    .toArray();
            int taken = 0;
            for (int done = 0; done < heard.size(); ) {
                for (int seat = 0; seat < seats; seat++) {
                    if (texts[seat] == null && taken < order.length) {
                        stopIfInterrupted();
                        seated[seat] = order[taken++];
                        float[] samples = stretches.get(seated[seat]);
                        decoding.take(seat, samples);
                        texts[seat] = new GreedyText(samples.length, patience);
                    }
                    tokens[seat] = texts[seat] == null ? Decoding.NOTHING : texts[seat].last();
                }
                stopIfInterrupted();
                decoding.feed(tokens);
                for (int seat = 0; seat < seats; seat++) {
                    if (texts[seat] != null
                            && texts[seat].add(decoding.best(seat), decoding.bestLogProbability(seat))) {
                        heard.set(seated[seat], texts[seat].hypothesis(tokenizer, decoding.audioTokens(seat)));
                        decoding.leave(seat);
                        texts[seat] = null;
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
