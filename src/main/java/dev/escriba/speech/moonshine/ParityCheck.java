package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import java.util.Arrays;

/**
 * How alike two decoders of the same weights are: one writes down a sample, the other is led through the same text and asked for its own next token each
 * time. Rounding makes a token differ now and then, as it does between two CPUs; a graph put together wrongly has hardly one right.
 *
 * @param tokens compared
 * @param agreed how many of them were the best for both
 * @param deviation mean difference of their log-probabilities where they agree
 */
record ParityCheck(int tokens, int agreed, double deviation) {

    private static final int MAX_TOKENS = 60;

    /** With every slot of the one tried, which all hear the same. */
    static ParityCheck of(Decoder known, Decoder tried, float[] samples) throws OrtException {
        int tokens = 0;
        int agreed = 0;
        double deviation = 0;
        try (DecodingSession leading = known.open(1);
                DecodingSession led = tried.open(tried.slots())) {
            leading.encode(0, samples);
            int[] fed = new int[led.slots()];
            for (int slot = 0; slot < fed.length; slot++) {
                led.encode(slot, samples);
            }
            int token = Tokenizer.START;
            do {
                leading.step(token);
                Arrays.fill(fed, token);
                led.step(fed);
                token = leading.best(0);
                for (int slot = 0; slot < fed.length; slot++) {
                    tokens++;
                    if (led.best(slot) == token) {
                        agreed++;
                        deviation += Math.abs(leading.bestLogProbability(0) - led.bestLogProbability(slot));
                    }
                }
            } while (token != Tokenizer.END && tokens < MAX_TOKENS * fed.length);
        }
        return new ParityCheck(tokens, agreed, agreed == 0 ? Double.POSITIVE_INFINITY : deviation / agreed);
    }

    /** Whether the difference is one of rounding. */
    boolean alike() {
        return agreed >= 0.85 * tokens && deviation < 0.3;
    }
}
