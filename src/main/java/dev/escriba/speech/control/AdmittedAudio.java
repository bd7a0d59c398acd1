package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import java.util.concurrent.CancellationException;

/**
 * Audio that tells the place of its run how much of it was read. So a header cannot hide a long recording. Where the
 * run has to wait for another place, the audio is closed before, so that a run that waits has no decoder. It is opened
 * again after that, at the same sample.
 */
final class AdmittedAudio implements PcmStream {

    private static final int PORTION = 1 << 14;

    private final Admission.Place place;
    private final AudioSource source;

    private PcmStream audio;
    private boolean open;
    private long samples;
    private long told;

    AdmittedAudio(Admission.Place place, AudioSource source) {
        this.place = place;
        this.source = source;
        begin();
    }

    @Override
    public int read(float[] target, int offset, int length) {
        // once a second of audio is enough
        if (samples - told >= SAMPLE_RATE) {
            told = samples;
            tell();
        }
        int count = audio.read(target, offset, length);
        samples += Math.max(count, 0);
        return count;
    }

    private void tell() {
        if (place.reachedAtOnce(PcmStream.length(samples))) {
            return;
        }
        close();
        try {
            place.reached(PcmStream.length(samples));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the run was cancelled").initCause(e);
        }
        begin();
        skip();
    }

    private void begin() {
        audio = source.open();
        open = true;
    }

    private void skip() {
        float[] portion = new float[PORTION];
        long left = samples;
        while (left > 0) {
            int count = audio.read(portion, 0, (int) Math.min(portion.length, left));
            if (count < 0) {
                throw new IllegalStateException("the recording is shorter than before");
            }
            left -= count;
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            audio.close();
        }
    }
}
