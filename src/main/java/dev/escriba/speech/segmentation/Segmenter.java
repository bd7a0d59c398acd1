package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the speech in a recording and cuts it into utterances of bounded length, at silences where there are any. What
 * is between them and nearly as loud, or speech at a far lower level, is an {@linkplain Utterance#isConfirmed()
 * unconfirmed} utterance. The segmenter reads some 30 s ahead and holds no more than some 2 minutes, however long the
 * recording is.
 */
public final class Segmenter implements AutoCloseable {

    /**
     * The seconds after a possible cut that the segmenter reads before it chooses one, so that no last word is cut off
     * alone.
     */
    private static final double KNOWN_AFTER = 2;

    private final Frames frames;
    private final VadFrames source;
    private final VoiceActivity activity;
    private final SpeechWindow window;
    private final SecondLook secondLook;
    private final SpeechGap gap;
    private final Deque<Utterance> ready = new ArrayDeque<>();
    private final int padding;
    private final int pause;
    private final int minLength;
    private final int maxLength;
    private final int horizon;
    /** The highest power of the last utterance; 0 before the first one. */
    private double loudest;

    private boolean ended;

    /** Reads from a stream that the caller closes. */
    public Segmenter(PcmStream audio, SileroVad vad, SegmentationRules rules) {
        this(audio, vad::open, rules);
    }

    Segmenter(PcmStream audio, Supplier<VoiceActivity> activities, SegmentationRules rules) {
        this.frames = new Frames(audio);
        this.activity = activities.get();
        this.source = new VadFrames(new LookaheadGain(frames), activity);
        padding = SpeechWindow.frames(rules.padding());
        pause = Math.max(SpeechWindow.frames(rules.pause()), 2 * padding + 1);
        minLength = SpeechWindow.frames(rules.minLength());
        maxLength = SpeechWindow.frames(rules.maxLength());
        horizon = maxLength + SpeechWindow.frames(KNOWN_AFTER);
        window = new SpeechWindow(rules, WeakSpeech.MAX_LENGTH + horizon + pause + padding + 1);
        secondLook = new SecondLook(activities, rules);
        gap = new SpeechGap(maxLength, secondLook);
    }

    /**
     * Returns the next utterance, in order of time; empty at the end of the recording.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Utterance> next() throws InterruptedException {
        while (ready.isEmpty() && !ended) {
            VadFrames.ScoredFrame scored = source.next();
            if (scored == null) {
                end();
            } else {
                LookaheadGain.Frame frame = scored.frame();
                window.add(frame.samples(), frame.real(), frame.power(), scored.probability());
                take();
            }
        }
        return Optional.ofNullable(ready.poll());
    }

    private void end() {
        ended = true;
        window.end();
        while (window.firstSpeech() >= 0) {
            take();
        }
        pass(window.frames());
        ready.addAll(loudest > 0 ? gap.take(loudest) : gap.takeLoudest());
    }

    /** The number of samples that were read so far. After the last utterance it is the length of the recording. */
    public long samplesRead() {
        return frames.samples();
    }

    private void take() {
        int first = window.firstSpeech();
        if (first < 0) {
            pass(window.frames() - padding - WeakSpeech.MAX_LENGTH);
            return;
        }
        int start = Math.max(0, WeakSpeech.since(window, first) - padding);
        int last = WeakSpeech.until(window, window.lastSpeech(window.frames()), window.frames());
        boolean tooLong = last + padding - start >= maxLength;
        if (window.frames() - start >= horizon || (ended && tooLong)) {
            emit(start, Cut.between(window, start + minLength, Math.min(start + maxLength, window.frames())));
        } else if (ended || window.frames() - last > pause) {
            emit(start, window.frames());
        }
    }

    private void emit(int start, int cut) {
        int first = WeakSpeech.since(window, window.firstSpeech());
        int last = WeakSpeech.until(window, window.lastSpeech(cut), cut);
        int end = Math.min(cut, last + 1 + padding);
        double own = window.loudest(start, end);
        loudest = Math.max(loudest, own);
        fill(start);
        ready.addAll(gap.take(loudest));
        loudest = own;
        ready.add(window.utterance(start, end, first, last));
        window.drop(Math.min(cut, end));
    }

    /** The first frames of the window belong to no utterance. */
    private void pass(int count) {
        fill(count);
        window.drop(count);
    }

    private void fill(int count) {
        int from = 0;
        while (from < count) {
            from += gap.add(window, from, count);
            if (gap.isFull() && loudest > 0) {
                ready.addAll(gap.takeMost(loudest));
            } else if (gap.isFull()) {
                gap.moveOn();
            }
        }
    }

    @Override
    public void close() {
        activity.close();
        secondLook.close();
    }
}
