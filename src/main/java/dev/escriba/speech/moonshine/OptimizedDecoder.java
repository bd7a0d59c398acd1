package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.moonshine.graph.EncoderGraph;
import dev.escriba.speech.moonshine.graph.StepGraph;
import dev.escriba.speech.moonshine.graph.UnexpectedGraph;
import dev.escriba.speech.onnx.Sessions;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The decoder with the rebuilt graphs: {@link EncoderGraph}, and {@link StepGraph} for one slot and for several. */
final class OptimizedDecoder implements Decoder {

    static final String ENCODER = "encoder.onnx";
    static final String STEP = "step.onnx";
    static final String STEP_TOGETHER = "step-together.onnx";
    static final List<String> GRAPHS = List.of(ENCODER, STEP, STEP_TOGETHER);

    private static final Logger LOG = Logger.getLogger(OptimizedDecoder.class.getName());

    private final OrtEnvironment environment;
    private final Path stepTogether;
    private final OrtSession encoder;
    private final OrtSession step;
    private final Architecture architecture;
    private final int tokens;
    private final int slots;
    /** Guards {@link #together}; private, so that no other code can hold it. */
    private final Object lock = new Object();
    /** Loaded at first use, because it has all weights of the decoder a second time. */
    private OrtSession together;

    private boolean togetherFailed;

    private volatile boolean closed;

    OptimizedDecoder(OrtEnvironment environment, Path directory) throws OrtException {
        this.environment = environment;
        stepTogether = directory.resolve(STEP_TOGETHER);
        slots = Files.exists(stepTogether) ? SLOTS : 1;
        encoder = Sessions.open(environment, directory.resolve(ENCODER));
        try {
            step = Sessions.open(environment, directory.resolve(STEP));
        } catch (OrtException e) {
            encoder.close();
            throw e;
        }
        try {
            architecture = Architecture.ofPrepared(step);
            tokens = Architecture.tokens(step);
        } catch (OrtException | UnexpectedGraph e) {
            step.close();
            encoder.close();
            throw e;
        }
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean tellsAttention() {
        return true;
    }

    @Override
    public DecodingSession open(int wanted, List<AlignmentHead> heads) throws OrtException {
        int places = wanted == 1 ? 1 : SLOTS;
        Optional<OrtSession> forAll = places == 1 ? Optional.empty() : together();
        StepBuffers memory = StepBufferPool.SHARED.take(environment, architecture, places, tokens);
        return new OptimizedDecodingSession(this, forAll, memory, heads);
    }

    /** The session that steps all slots at once; empty where each slot needs a step of its own. */
    private Optional<OrtSession> together() {
        synchronized (lock) {
            if (together == null && slots > 1 && !togetherFailed) {
                try {
                    together = Sessions.open(environment, stepTogether);
                } catch (OrtException e) {
                    togetherFailed = true;
                    LOG.log(
                            Level.WARNING,
                            () -> stepTogether + " cannot be loaded, prompts take longer: " + e.getMessage());
                }
            }
            return Optional.ofNullable(together);
        }
    }

    OrtSession.Result encode(float[] samples, StepBuffers memory) throws OrtException {
        int frames = (samples.length - EncoderGraph.TAPS) / EncoderGraph.HOP + 1;
        FloatBuffer framed = memory.encoderInput(frames * EncoderGraph.FRAME);
        for (int frame = 0; frame < frames; frame++) {
            framed.put(frame * EncoderGraph.FRAME, samples, frame * EncoderGraph.HOP, EncoderGraph.TAPS);
        }
        try (OnnxTensor input =
                        OnnxTensor.createTensor(environment, framed, new long[] {1, frames, EncoderGraph.FRAME});
                OrtSession.RunOptions options = Sessions.returningMemory()) {
            return encoder.run(Map.of("frames", input), encoder.getOutputNames(), Map.of(), options);
        }
    }

    /** Makes a step for one slot. The caller closes the result. */
    OrtSession.Result step(Map<String, OnnxTensor> inputs, Set<String> attention, Map<String, OnnxTensor> outputs)
            throws OrtException {
        return step.run(inputs, attention, outputs);
    }

    void giveBack(StepBuffers memory) {
        StepBufferPool.SHARED.giveBack(architecture, tokens, memory);
        if (closed) {
            // the pool was emptied before these buffers came back
            StepBufferPool.SHARED.close(architecture, tokens);
        }
    }

    @Override
    public void close() throws OrtException {
        synchronized (lock) {
            closed = true;
            StepBufferPool.SHARED.close(architecture, tokens);
            if (together != null) {
                together.close();
            }
            step.close();
            encoder.close();
        }
    }
}
