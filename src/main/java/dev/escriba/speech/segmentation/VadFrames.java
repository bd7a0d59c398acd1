package dev.escriba.speech.segmentation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Frames with their voice activity, which is detected block by block. */
final class VadFrames {

    /** A frame of the recording, and the probability that it contains speech. */
    record ScoredFrame(LookaheadGain.Frame frame, float probability) {}

    private final LookaheadGain source;
    private final VoiceActivity activity;
    private final Deque<ScoredFrame> scored = new ArrayDeque<>();

    VadFrames(LookaheadGain source, VoiceActivity activity) {
        this.source = source;
        this.activity = activity;
    }

    /** Returns the next frame, or null at the end. */
    ScoredFrame next() throws InterruptedException {
        if (scored.isEmpty()) {
            scoreBlock();
        }
        return scored.poll();
    }

    private void scoreBlock() throws InterruptedException {
        Deque<LookaheadGain.Frame> block = new ArrayDeque<>();
        float[] loud = new float[VoiceActivity.BLOCK * VoiceActivity.FRAME];
        while (block.size() < VoiceActivity.BLOCK) {
            LookaheadGain.Frame frame = source.next();
            if (frame == null) {
                break;
            }
            int at = block.size() * VoiceActivity.FRAME;
            for (int i = 0; i < VoiceActivity.FRAME; i++) {
                loud[at + i] = Math.max(-1f, Math.min(1f, frame.voice()[i] * frame.gain()));
            }
            block.add(frame);
        }
        if (!block.isEmpty()) {
            for (float probability : activity.speechProbabilities(loud, block.size())) {
                scored.add(new ScoredFrame(block.remove(), probability));
            }
        }
    }
}
