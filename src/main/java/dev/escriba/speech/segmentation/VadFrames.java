package dev.escriba.speech.segmentation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Frames with what the detection of speech says of them, judged a block at a time. */
final class VadFrames {

    /** A frame as it is in the recording, and the probability of speech in it. */
    record Judged(LookaheadGain.Frame frame, float probability) {}

    private final LookaheadGain source;
    private final VoiceActivity activity;
    private final Deque<Judged> judged = new ArrayDeque<>();

    VadFrames(LookaheadGain source, VoiceActivity activity) {
        this.source = source;
        this.activity = activity;
    }

    /** The next frame, or null at the end. */
    Judged next() throws InterruptedException {
        if (judged.isEmpty()) {
            judge();
        }
        return judged.poll();
    }

    private void judge() throws InterruptedException {
        Deque<LookaheadGain.Frame> block = new ArrayDeque<>();
        float[] loud = new float[VoiceActivity.BLOCK * VoiceActivity.FRAME];
        while (block.size() < VoiceActivity.BLOCK) {
            LookaheadGain.Frame frame = source.next();
            if (frame == null) {
                break;
            }
            int at = block.size() * VoiceActivity.FRAME;
            for (int i = 0; i < VoiceActivity.FRAME; i++) {
                loud[at + i] = Math.max(-1f, Math.min(1f, frame.samples()[i] * frame.gain()));
            }
            block.add(frame);
        }
        if (!block.isEmpty()) {
            for (float probability : activity.speechProbabilities(loud, block.size())) {
                judged.add(new Judged(block.remove(), probability));
            }
        }
    }
}
