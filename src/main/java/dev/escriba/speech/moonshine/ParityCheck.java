package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import java.util.Arrays;

/**
 * Compares two decoders of the same weights. The reference transcribes a sample. The candidate reads the same text and
 * computes its own next token at each step. Rounding changes a token now and then, as it does between two CPUs. A wrong
 * graph has hardly any token right.
 *
 * @param tokens compared
 * @param agreed tokens that were the most probable for both
 * @param deviation mean difference of their log-probabilities where both agree
 */
record ParityCheck(int tokens, int agreed, double deviation) {

    private static final int MAX_TOKENS = 60;

    /** Uses every slot of the candidate. All slots get the same audio. */
    static ParityCheck of(Decoder reference, Decoder candidate, float[] samples) throws OrtException {
        int tokens = 0;
        int agreed = 0;
        double deviation = 0;
        try (DecodingSession referenceSession = reference.open(1);
                DecodingSession candidateSession = candidate.open(candidate.slots())) {
            referenceSession.encode(0, samples);
            int[] tokensBySlot = new int[candidateSession.slots()];
            for (int slot = 0; slot < tokensBySlot.length; slot++) {
                candidateSession.encode(slot, samples);
            }
            int token = Tokenizer.START;
            do {
                referenceSession.step(token);
                Arrays.fill(tokensBySlot, token);
                candidateSession.step(tokensBySlot);
                token = referenceSession.best(0);
                for (int slot = 0; slot < tokensBySlot.length; slot++) {
                    tokens++;
                    if (candidateSession.best(slot) == token) {
                        agreed++;
                        deviation += Math.abs(
                                referenceSession.bestLogProbability(0) - candidateSession.bestLogProbability(slot));
                    }
                }
            } while (token != Tokenizer.END && tokens < MAX_TOKENS * tokensBySlot.length);
        }
        return new ParityCheck(tokens, agreed, agreed == 0 ? Double.POSITIVE_INFINITY : deviation / agreed);
    }

    /** Whether rounding explains the difference. */
    boolean isClose() {
        return agreed >= 0.85 * tokens && deviation < 0.3;
    }
}
