package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;

/** Tells whether the chosen track of a recording has a sound. It decodes no more than the beginning of the track. */
final class TrackSound {

    /** A track that is silent for so long counts as silent. */
    private static final Duration BEGINNING = Duration.ofMinutes(2);

    private static final int PORTION = 1 << 13;

    private final MediaDecoder decoder;

    /** @param timeouts of a probe, so that a file cannot make it decode for long */
    TrackSound(Ffmpeg ffmpeg, int maxChannels, ProcessTimeouts timeouts) {
        decoder = new MediaDecoder(ffmpeg, BEGINNING, maxChannels, timeouts);
    }

    /**
     * Whether any channel has a sound.
     *
     * @throws Problem as reading the stream does; 503 when the thread is interrupted
     */
    boolean isHeard(Recording recording) {
        ChannelComparison channels =
                new ChannelComparison(Channels.of(recording.facts()).count());
        float[] portion = new float[PORTION];
        long left = BEGINNING.toSeconds() * PcmStream.SAMPLE_RATE;
        try (PcmStream audio = decoder.decode(OpenRecording.of(recording), channels)) {
            for (int read = 0; read >= 0 && left > 0 && !channels.hasSound(); left -= read) {
                if (Thread.currentThread().isInterrupted()) {
                    throw Problem.unavailable();
                }
                read = audio.read(portion, 0, (int) Math.min(left, portion.length));
            }
        }
        return channels.hasSound();
    }
}
