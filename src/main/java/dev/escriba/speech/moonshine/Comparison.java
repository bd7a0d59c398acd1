package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;

/**
 * How alike two decoders of the same weights are: one writes down a sample, the other is led through the same text and asked for its own next token each
 * time. Rounding makes a token differ now and then, as it does between two CPUs; a graph put together wrongly has hardly one right.
 *
 * @param tokens compared
 * @param agreed how many of them were the best for both
 * @param deviation mean difference of their log-probabilities where they agree
 */
record Comparison(int tokens, int agreed, double deviation) {

    private static final int MOST_TOKENS = 60;

    static Comparison of(Decoder known, Decoder tried, float[] samples) throws OrtException {
        int tokens = 0;
        int agreed = 0;
        double deviation = 0;
        try (Decoding leading = known.start(samples);
                Decoding led = tried.start(samples)) {
            int token = Tokenizer.START;
            do {
                leading.feed(token);
                led.feed(token);
                token = leading.best();
                tokens++;
                if (led.best() == token) {
                    agreed++;
                    deviation += Math.abs(leading.bestLogProbability() - led.bestLogProbability());
                }
            } while (token != Tokenizer.END && tokens < MOST_TOKENS);
        }
        return new Comparison(tokens, agreed, agreed == 0 ? Double.POSITIVE_INFINITY : deviation / agreed);
    }

    /** Whether the difference is one of rounding. */
    boolean alike() {
        return agreed >= 0.85 * tokens && deviation < 0.3;
    }
}
