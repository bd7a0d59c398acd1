package dev.escriba.speech.remote;

import ai.onnxruntime.OrtException;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.speech.segmentation.SegmentationRules;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.speech.segmentation.Utterance;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the speech in a recording. The model is loaded at the first use, so that a service without remote models does
 * not load it.
 */
@ApplicationScoped
class SpeechDetection {

    /**
     * The speech in a recording.
     *
     * @param length of the recording
     * @param speech the sum of its speech
     * @param start of the first speech
     * @param end of the last speech
     */
    record Extent(Duration length, Duration speech, Duration start, Duration end) {

        boolean isSilent() {
            return speech.isZero();
        }
    }

    @Inject
    DataDirectory data;

    /** Private, so that no other code can hold it. */
    private final ReentrantLock loading = new ReentrantLock();

    private SileroVad vad;

    protected SpeechDetection() {}

    /** For use without a container. */
    SpeechDetection(DataDirectory data) {
        this.data = data;
    }

    /** Reads a recording to its end, in bounded memory. The caller closes it. */
    Extent detect(PcmStream audio) throws InterruptedException {
        Duration speech = Duration.ZERO;
        Duration start = Duration.ZERO;
        Duration end = Duration.ZERO;
        try (Segmenter segmenter = new Segmenter(audio, vad(), SegmentationRules.MEASURED)) {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                Utterance utterance = next.get();
                if (!utterance.isConfirmed()) {
                    continue;
                }
                start = speech.isZero() ? utterance.start() : start;
                end = utterance.end();
                speech = speech.plusMillis(Math.round(utterance.speechSeconds() * 1000));
            }
            return new Extent(Utterance.at(segmenter.samplesRead()), speech, start, end);
        }
    }

    private SileroVad vad() {
        loading.lock();
        try {
            if (vad == null) {
                vad = SileroVad.packed(OnnxRuntimeNatives.environment(data));
            }
            return vad;
        } catch (OrtException e) {
            throw new IllegalStateException("speech detection cannot be loaded", e);
        } finally {
            loading.unlock();
        }
    }

    @PreDestroy
    void close() {
        loading.lock();
        try {
            if (vad != null) {
                vad.close();
            }
        } finally {
            loading.unlock();
        }
    }
}
