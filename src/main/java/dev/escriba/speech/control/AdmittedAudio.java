package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Audio that tells the place of its run how much of it was read. So a header cannot hide a long recording. */
final class AdmittedAudio implements PcmStream {

    private final Admission.Place place;
    private final PcmStream audio;

    private long samples;
    private long told;

    AdmittedAudio(Admission.Place place, PcmStream audio) {
        this.place = place;
        this.audio = audio;
    }

    @Override
    public int read(float[] target, int offset, int length) {
        int count = audio.read(target, offset, length);
        samples += Math.max(count, 0);
        // once a second of audio is enough
        if (samples - told >= SAMPLE_RATE) {
            told = samples;
            tell();
        }
        return count;
    }

    private void tell() {
        try {
            place.reached(Duration.ofMillis(samples * 1000 / SAMPLE_RATE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the run was cancelled").initCause(e);
        }
    }

    @Override
    public void close() {
        audio.close();
    }
}
