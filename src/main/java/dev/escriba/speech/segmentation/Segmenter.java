package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.util.Optional;

/**
 * Finds the speech in a recording and cuts it into utterances of bounded length, at silences where there are any. Reads no
 * further than some 30 s ahead, and holds no more than that, however long the recording is.
 */
public final class Segmenter implements AutoCloseable {

    /** How much of what follows is known when a cut is chosen, so that a last word is not cut off alone. */
    private static final double KNOWN_AFTER = 2;

    private final Frames frames;
    private final VadFrames source;
    private final VoiceActivity activity;
    private final SpeechWindow window;
    private final int padding;
    private final int pause;
    private final int shortest;
    private final int longest;
    private final int horizon;
    private boolean ended;

    /** Reads from the stream, which stays the caller's to close. */
    public Segmenter(PcmStream audio, SileroVad vad, SegmentationRules rules) {
        this(audio, vad.listen(), rules);
    }

    Segmenter(PcmStream audio, VoiceActivity activity, SegmentationRules rules) {
        this.frames = new Frames(audio);
        this.source = new VadFrames(new LookaheadGain(frames), activity);
        this.activity = activity;
        padding = SpeechWindow.frames(rules.padding());
        pause = Math.max(SpeechWindow.frames(rules.pause()), 2 * padding + 1);
        shortest = SpeechWindow.frames(rules.shortest());
        longest = SpeechWindow.frames(rules.longest());
        horizon = longest + SpeechWindow.frames(KNOWN_AFTER);
        window = new SpeechWindow(rules, horizon + pause + padding + 1);
    }

    /**
     * The next utterance, in order of time; empty at the end of the recording.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Utterance> next() throws InterruptedException {
        while (!ended) {
            VadFrames.Judged judged = source.next();
            if (judged == null) {
                ended = true;
                window.end();
            } else {
                window.add(judged.frame().samples(), judged.frame().real(), judged.probability());
            }
            Optional<Utterance> utterance = take();
            if (utterance.isPresent()) {
                return utterance;
            }
        }
        return take();
    }

    /** How many samples of the recording were read so far; all of them when there are no more utterances. */
    public long samplesRead() {
        return frames.samples();
    }

    private Optional<Utterance> take() {
        int first = window.firstSpeech();
        if (first < 0) {
            window.drop(window.frames() - padding);
            return Optional.empty();
        }
        int start = Math.max(0, first - padding);
        int last = window.lastSpeech(window.frames());
        boolean tooLong = last + padding - start >= longest;
        if (window.frames() - start >= horizon || (ended && tooLong)) {
            return Optional.of(
                    emit(start, Cut.between(window, start + shortest, Math.min(start + longest, window.frames()))));
        }
        if (ended || window.frames() - last > pause) {
            return Optional.of(emit(start, window.frames()));
        }
        return Optional.empty();
    }

    private Utterance emit(int start, int cut) {
        int end = Math.min(cut, window.lastSpeech(cut) + 1 + padding);
        Utterance utterance = window.utterance(start, end);
        window.drop(Math.min(cut, end));
        return utterance;
    }

    @Override
    public void close() {
        activity.close();
    }
}
