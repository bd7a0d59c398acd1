package dev.escriba.speech.segmentation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.escriba.storage.control.Packed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Voice activity detection by Silero VAD v5/v6, in frames of 32 ms. One session serves all recordings. A {@link
 * VoiceActivity} holds the state of one recording.
 */
public final class SileroVad implements AutoCloseable {

    private static final String PACKED = "models/silero-vad/silero_vad.onnx";

    /** The samples of the previous frame that the model reads with each frame. */
    private static final int CONTEXT = 64;

    private static final long[] STATE_SHAPE = {1, 1, SileroGraph.STATE};

    private final OrtEnvironment environment;
    private final OrtSession session;
    /** Closing waits for the blocks that are processed, because they use the session's native memory. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    /** Loads the model that is packed in the application. */
    public static SileroVad packed(OrtEnvironment environment) throws OrtException {
        return new SileroVad(packed(), environment);
    }

    static byte[] packed() {
        try (InputStream model = Packed.open(PACKED)) {
            return model.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Loads a model.
     *
     * @param model the content of the published file
     */
    public SileroVad(byte[] model, OrtEnvironment environment) throws OrtException {
        this.environment = environment;
        try (SessionOptions options = new SessionOptions()) {
            // a block takes less than a millisecond: a second thread would only spin
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            session = environment.createSession(SileroGraph.rebuild(model), options);
        }
    }

    /** Starts a new recording. */
    VoiceActivity open() {
        try {
            return new Detection();
        } catch (OrtException e) {
            throw new IllegalStateException("speech detection failed", e);
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("speech detection does not close", e);
        } finally {
            use.writeLock().unlock();
        }
    }

    /** Allocates memory for the tensors of one recording. */
    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private final class Detection implements VoiceActivity {

        private final FloatBuffer windows = direct(BLOCK * SileroGraph.WINDOWS * SileroGraph.WINDOW);
        private final float[] context = new float[CONTEXT];
        /** The context, the frame, and the mirrored end of the frame. */
        private final float[] padded = new float[CONTEXT + FRAME + CONTEXT];

        // used alternately: the graph must not overwrite the state that it reads
        private OnnxTensor[] before = {state(), state()};
        private OnnxTensor[] after = {state(), state()};

        Detection() throws OrtException {}

        private OnnxTensor state() throws OrtException {
            return OnnxTensor.createTensor(environment, direct(SileroGraph.STATE), STATE_SHAPE);
        }

        @Override
        public float[] speechProbabilities(float[] samples, int frames) {
            windows.clear();
            for (int frame = 0; frame < frames; frame++) {
                spread(samples, frame * FRAME);
            }
            windows.flip();
            use.readLock().lock();
            try {
                if (closed) {
                    throw new CancellationException("speech detection is closed");
                }
                return run(frames);
            } finally {
                use.readLock().unlock();
            }
        }

        private float[] run(int frames) {
            long[] shape = {(long) frames * SileroGraph.WINDOWS, SileroGraph.WINDOW};
            try (OnnxTensor input = OnnxTensor.createTensor(environment, windows, shape);
                    OrtSession.Result result = session.run(
                            Map.of("windows", input, "h", before[0], "c", before[1]),
                            java.util.Set.of("probability"),
                            Map.of("hn", after[0], "cn", after[1]))) {
                OnnxTensor[] swapped = before;
                before = after;
                after = swapped;
                float[] probabilities = new float[frames];
                ((OnnxTensor) result.get("probability").orElseThrow())
                        .getFloatBuffer()
                        .get(probabilities);
                return probabilities;
            } catch (OrtException e) {
                throw new IllegalStateException("speech detection failed", e);
            }
        }

        private void spread(float[] samples, int start) {
            System.arraycopy(context, 0, padded, 0, CONTEXT);
            System.arraycopy(samples, start, padded, CONTEXT, FRAME);
            int last = CONTEXT + FRAME - 1;
            for (int i = 1; i <= CONTEXT; i++) {
                padded[last + i] = padded[last - i];
            }
            for (int window = 0; window < SileroGraph.WINDOWS; window++) {
                windows.put(padded, window * SileroGraph.STEP, SileroGraph.WINDOW);
            }
            System.arraycopy(samples, start + FRAME - CONTEXT, context, 0, CONTEXT);
        }

        @Override
        public void close() {
            for (OnnxTensor[] pair : new OnnxTensor[][] {before, after}) {
                pair[0].close();
                pair[1].close();
            }
        }
    }
}
