package dev.escriba.speech.segmentation;

import java.util.Arrays;

/** Synthetic utterances. */
public final class UtteranceFixture {

    private UtteranceFixture() {}

    /** Speech in every frame. */
    public static Utterance seconds(double seconds) {
        return at(0, seconds);
    }

    /**
     * Alternates speech and pauses of the given seconds. The value of a sample is the number of its part of speech,
     * from 1; it is 0 in a pause.
     */
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
        return new Utterance(0, samples, probabilities(speech), speech);
    }

    /** Weak speech, with speech in the last part of it. */
    public static Utterance weak(double seconds, double speechSeconds) {
        boolean[] audible = new boolean[SpeechWindow.frames(seconds)];
        Arrays.fill(audible, true);
        boolean[] speech = audible.clone();
        Arrays.fill(speech, 0, speech.length - SpeechWindow.frames(speechSeconds), false);
        return new Utterance(
                0, new float[audible.length * VoiceActivity.FRAME], probabilities(speech), speech, audible);
    }

    /** Sound as loud as speech, in which voice activity detection found no speech. */
    public static Utterance unconfirmed(double seconds) {
        boolean[] loud = new boolean[SpeechWindow.frames(seconds)];
        Arrays.fill(loud, true);
        return Utterance.unconfirmed(0, new float[loud.length * VoiceActivity.FRAME], new float[loud.length], loud);
    }

    public static Utterance at(long firstSample, double seconds) {
        int samples = (int) (seconds * 16_000);
        boolean[] speech = new boolean[(samples + VoiceActivity.FRAME - 1) / VoiceActivity.FRAME];
        Arrays.fill(speech, true);
        return new Utterance(firstSample, new float[samples], probabilities(speech), speech);
    }

    private static float[] probabilities(boolean[] speech) {
        float[] probabilities = new float[speech.length];
        for (int i = 0; i < speech.length; i++) {
            probabilities[i] = speech[i] ? 0.9f : 0.1f;
        }
        return probabilities;
    }
}
