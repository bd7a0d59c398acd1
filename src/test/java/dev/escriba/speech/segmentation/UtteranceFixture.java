package dev.escriba.speech.segmentation;

import java.util.Arrays;

/** Utterances made by hand. */
public final class UtteranceFixture {

    private UtteranceFixture() {}

    /** All of it speech. */
    public static Utterance seconds(double seconds) {
        return at(0, seconds);
    }

    public static Utterance at(long firstSample, double seconds) {
        int samples = (int) (seconds * 16_000);
        boolean[] speech = new boolean[(samples + VoiceActivity.FRAME - 1) / VoiceActivity.FRAME];
        Arrays.fill(speech, true);
        return new Utterance(firstSample, new float[samples], speech);
    }
}
