package dev.escriba.speech.segmentation;

import java.util.Arrays;

/** Utterances made by hand. */
public final class UtteranceFixture {

    private UtteranceFixture() {}

    /** All of it speech. */
    public static Utterance seconds(double seconds) {
        return at(0, seconds);
    }

    /** Seconds of speech and of pauses in turn; samples say how many stretches of speech there were before. */
    public static Utterance alternating(double... seconds) {
        int frames = 0;
        for (double part : seconds) {
            frames += SpeechWindow.frames(part);
        }
        boolean[] speech = new boolean[frames];
        float[] samples = new float[frames * VoiceActivity.FRAME];
        int at = 0;
        for (int i = 0; i < seconds.length; i++) {
            int end = at + SpeechWindow.frames(seconds[i]);
            Arrays.fill(speech, at, end, i % 2 == 0);
            Arrays.fill(samples, at * VoiceActivity.FRAME, end * VoiceActivity.FRAME, i % 2 == 0 ? 1 + i / 2 : 0);
            at = end;
        }
        return new Utterance(0, samples, speech);
    }

    public static Utterance at(long firstSample, double seconds) {
        int samples = (int) (seconds * 16_000);
        boolean[] speech = new boolean[(samples + VoiceActivity.FRAME - 1) / VoiceActivity.FRAME];
        Arrays.fill(speech, true);
        return new Utterance(firstSample, new float[samples], speech);
    }
}
