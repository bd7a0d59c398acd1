package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.util.Optional;

/**
 * Finds the speech in a recording and cuts it into utterances of bounded length, at silences where there are any. It
 * reads some 30 s ahead and holds no more than that, however long the recording is.
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
    private final int padding;
    private final int pause;
    private final int minLength;
    private final int maxLength;
    private final int horizon;
    private boolean ended;

    /** Reads from a stream that the caller closes. */
    public Segmenter(PcmStream audio, SileroVad vad, SegmentationRules rules) {
        this(audio, vad.open(), rules);
    }

    Segmenter(PcmStream audio, VoiceActivity activity, SegmentationRules rules) {
        this.frames = new Frames(audio);
        this.source = new VadFrames(new LookaheadGain(frames), activity);
        this.activity = activity;
        padding = SpeechWindow.frames(rules.padding());
        pause = Math.max(SpeechWindow.frames(rules.pause()), 2 * padding + 1);
        minLength = SpeechWindow.frames(rules.minLength());
        maxLength = SpeechWindow.frames(rules.maxLength());
        horizon = maxLength + SpeechWindow.frames(KNOWN_AFTER);
        window = new SpeechWindow(rules, WeakSpeech.MAX_LENGTH + horizon + pause + padding + 1);
    }

    /**
     * Returns the next utterance, in order of time; empty at the end of the recording.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Utterance> next() throws InterruptedException {
        while (!ended) {
            VadFrames.ScoredFrame scored = source.next();
            if (scored == null) {
                ended = true;
                window.end();
            } else {
                window.add(scored.frame().samples(), scored.frame().real(), scored.probability());
            }
            Optional<Utterance> utterance = take();
            if (utterance.isPresent()) {
                return utterance;
            }
        }
        return take();
    }

    /** The number of samples that were read so far. After the last utterance it is the length of the recording. */
    public long samplesRead() {
        return frames.samples();
    }

    private Optional<Utterance> take() {
        int first = window.firstSpeech();
        if (first < 0) {
            window.drop(window.frames() - padding - WeakSpeech.MAX_LENGTH);
            return Optional.empty();
        }
        int start = Math.max(0, WeakSpeech.since(window, first) - padding);
        int last = WeakSpeech.until(window, window.lastSpeech(window.frames()), window.frames());
        boolean tooLong = last + padding - start >= maxLength;
        if (window.frames() - start >= horizon || (ended && tooLong)) {
            return Optional.of(
                    emit(start, Cut.between(window, start + minLength, Math.min(start + maxLength, window.frames()))));
        }
        if (ended || window.frames() - last > pause) {
            return Optional.of(emit(start, window.frames()));
        }
        return Optional.empty();
    }

    private Utterance emit(int start, int cut) {
        int first = WeakSpeech.since(window, window.firstSpeech());
        int last = WeakSpeech.until(window, window.lastSpeech(cut), cut);
        int end = Math.min(cut, last + 1 + padding);
        Utterance utterance = window.utterance(start, end, first, last);
        window.drop(Math.min(cut, end));
        return utterance;
    }

    @Override
    public void close() {
        activity.close();
    }
}
