package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Decodes the recording of a run to its end before it is recognised. It tells the place of the run how much was
 * decoded, as {@link AdmittedAudio} does while the recording is recognised. Where the run has to wait for another
 * place, the decoding ends, so that the run waits without a decoder, and is tried again from the begin.
 */
final class Measurement<T> {

    private final Admission.Place place;
    private final SpeechRecognition.Decoding<T> decoding;
    private Duration reached = Duration.ZERO;

    Measurement(Admission.Place place, SpeechRecognition.Decoding<T> decoding) {
        this.place = place;
        this.decoding = decoding;
    }

    /** The result; empty where the run has to wait for a place for as much audio as was decoded. */
    Optional<T> attempt() throws InterruptedException {
        try {
            return Optional.of(decoding.through(ToldAudio::new));
        } catch (NoPlace waits) {
            return Optional.empty();
        }
    }

    /** How much audio the recording has at least. */
    Duration reached() {
        return reached;
    }

    /** Ends the decoding: the reader of the audio closes it. */
    private static final class NoPlace extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoPlace() {
            super("the run waits for another place", null, false, false);
        }
    }

    private final class ToldAudio implements PcmStream {

        private final PcmStream audio;
        private long samples;
        private long told;

        private ToldAudio(PcmStream audio) {
            this.audio = audio;
        }

        @Override
        public int read(float[] target, int offset, int length) {
            // once a second of audio is enough
            if (samples - told >= SAMPLE_RATE) {
                told = samples;
                reached = PcmStream.length(samples);
                if (!place.reachedAtOnce(reached)) {
                    throw new NoPlace();
                }
            }
            int count = audio.read(target, offset, length);
            samples += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() {
            audio.close();
        }
    }
}
