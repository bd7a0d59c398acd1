package dev.escriba.transcription.queue;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The progress of an attempt. The thread of the run writes it. Another thread stores it from time to time, so that
 * recognition never waits for the database.
 */
final class RunJournal implements SegmentListener {

    /** The engine reads this much ahead of what is recognised, at most. */
    private static final Duration READ_AHEAD = Duration.ofMinutes(2);

    private final UUID instance;
    private final int attempt;
    private final int channels;

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final List<Segment> unstored = new ArrayList<>();
    private int stored;
    private Duration segmentsEnd = Duration.ZERO;
    private long samples;
    private boolean closed;

    /** @param channels that are recognised one after the other; 1 where they are mixed */
    RunJournal(UUID instance, int attempt, int channels) {
        this.instance = instance;
        this.attempt = attempt;
        this.channels = channels;
    }

    UUID instance() {
        return instance;
    }

    int attempt() {
        return attempt;
    }

    @Override
    public void segment(Segment segment) {
        synchronized (lock) {
            unstored.add(segment);
            // the segments of channels are final when the last channel is recognised
            segmentsEnd = channels == 1 ? segment.end() : segmentsEnd;
        }
    }

    /** Counts the audio that is read from a stream of the run. A fallback reads the audio again. */
    PcmStream count(PcmStream audio) {
        synchronized (lock) {
            samples = channels == 1 ? 0 : samples;
        }
        return new PcmStream() {
            @Override
            public int read(float[] target, int offset, int length) {
                int read = audio.read(target, offset, length);
                if (read > 0) {
                    synchronized (lock) {
                        samples += read;
                    }
                }
                return read;
            }

            @Override
            public void close() {
                audio.close();
            }
        };
    }

    /** What is not stored yet. */
    record Page(int first, List<Segment> segments, Duration done) {}

    Page page() {
        synchronized (lock) {
            Duration read = PcmStream.length(samples).dividedBy(channels).minus(READ_AHEAD);
            return new Page(stored, List.copyOf(unstored), segmentsEnd.compareTo(read) > 0 ? segmentsEnd : read);
        }
    }

    /** Records how many segments are stored, from the first one on. */
    void stored(int count) {
        synchronized (lock) {
            int more = Math.min(Math.max(0, count - stored), unstored.size());
            unstored.subList(0, more).clear();
            stored += more;
        }
    }

    /** Stores nothing more, because the outcome is stored. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }
}
