package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.telemetry.control.RunRecords;
import java.util.concurrent.TimeUnit;

/** Audio that records how long its reader waits for samples. */
final class TimedAudio implements PcmStream {

    private final PcmStream audio;
    private final RunRecords.ParallelStep decoding;

    TimedAudio(PcmStream audio, RunRecords.ParallelStep decoding) {
        this.audio = audio;
        this.decoding = decoding;
    }

    @Override
    public int read(float[] target, int offset, int length) {
        long began = System.nanoTime();
        try {
            return audio.read(target, offset, length);
        } catch (RuntimeException e) {
            decoding.failed(e);
            throw e;
        } finally {
            decoding.waited(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        try {
            audio.close();
        } finally {
            decoding.close();
        }
    }
}
