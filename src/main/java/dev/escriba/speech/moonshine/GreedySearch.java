package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.entity.Hypothesis;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Writes down stretches of audio, as many of them together as there are seats. */
final class GreedySearch {

    private final Tokenizer tokenizer;

    GreedySearch(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What is heard in each stretch of mono samples at 16 kHz, in their order. */
    List<Hypothesis> search(Decoder decoder, List<float[]> stretches) throws OrtException, InterruptedException {
        if (stretches.isEmpty()) {
            return List.of();
        }
        Hypothesis[] heard = new Hypothesis[stretches.size()];
        try (Decoding decoding = decoder.open(Math.min(decoder.seats(), stretches.size()))) {
            int seats = decoding.seats();
            int[] seated = new int[seats];
            GreedyText[] texts = new GreedyText[seats];
            int[] tokens = new int[seats];
            // the longest first, so that few seats are empty at the end
            int[] order = IntStream.range(0, heard.length)
                    .boxed()
                    .sorted(Comparator.comparing(i -> -stretches.get(i).length))
                    .mapToInt(i -> i)
                    .toArray();
            int taken = 0;
            for (int done = 0; done < heard.length; ) {
                for (int seat = 0; seat < seats; seat++) {
                    if (texts[seat] == null && taken < order.length) {
                        stopIfInterrupted();
                        seated[seat] = order[taken++];
                        float[] samples = stretches.get(seated[seat]);
                        decoding.take(seat, samples);
                        texts[seat] = new GreedyText(samples.length);
                    }
                    tokens[seat] = texts[seat] == null ? Decoding.NOTHING : texts[seat].last();
                }
                stopIfInterrupted();
                decoding.feed(tokens);
                for (int seat = 0; seat < seats; seat++) {
                    if (texts[seat] != null
                            && texts[seat].add(decoding.best(seat), decoding.bestLogProbability(seat))) {
                        heard[seated[seat]] = texts[seat].hypothesis(tokenizer, decoding.audioTokens(seat));
                        decoding.leave(seat);
                        texts[seat] = null;
                        done++;
                    }
                }
            }
        }
        return Arrays.asList(heard);
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
