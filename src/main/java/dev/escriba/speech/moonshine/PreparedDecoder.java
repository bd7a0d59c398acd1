package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The rebuilt graphs: {@link EncoderGraph} and {@link StepGraph}. */
final class PreparedDecoder implements Decoder {

    static final String ENCODER = "encoder.onnx";
    static final String STEP = "step.onnx";

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession step;
    private final Architecture architecture;
    /** As many as there were decodings at the same time. */
    private final Queue<StepMemory> idle = new ConcurrentLinkedQueue<>();

    PreparedDecoder(OrtEnvironment environment, Path directory) throws OrtException {
        this.environment = environment;
        encoder = Sessions.open(environment, directory.resolve(ENCODER));
        try {
            step = Sessions.open(environment, directory.resolve(STEP));
        } catch (OrtException e) {
            encoder.close();
            throw e;
        }
        architecture = Architecture.ofPrepared(step);
    }

    @Override
    public Decoding start(float[] samples) throws OrtException {
        int frames = (samples.length - EncoderGraph.TAPS) / EncoderGraph.HOP + 1;
        FloatBuffer framed = ByteBuffer.allocateDirect(frames * EncoderGraph.FRAME * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int frame = 0; frame < frames; frame++) {
            framed.put(frame * EncoderGraph.FRAME, samples, frame * EncoderGraph.HOP, EncoderGraph.TAPS);
        }
        try (OnnxTensor input =
                OnnxTensor.createTensor(environment, framed, new long[] {1, frames, EncoderGraph.FRAME})) {
            StepMemory memory = memory();
            try {
                return new Run(encoder.run(Map.of("frames", input)), memory);
            } catch (OrtException e) {
                idle.add(memory);
                throw e;
            }
        }
    }

    private StepMemory memory() throws OrtException {
        StepMemory memory = idle.poll();
        return memory == null ? new StepMemory(environment, architecture) : memory;
    }

    @Override
    public void close() throws OrtException {
        for (StepMemory memory = idle.poll(); memory != null; memory = idle.poll()) {
            memory.close();
        }
        step.close();
        encoder.close();
    }

    private final class Run implements Decoding {

        private final OrtSession.Result encoded;
        private final StepMemory memory;
        private final Map<String, OnnxTensor> inputs;
        private int position;

        Run(OrtSession.Result encoded, StepMemory memory) {
            this.encoded = encoded;
            this.memory = memory;
            inputs = new HashMap<>(memory.inputs);
            for (Map.Entry<String, OnnxValue> output : encoded) {
                inputs.put(output.getKey(), (OnnxTensor) output.getValue());
            }
        }

        @Override
        public void feed(int token) throws OrtException {
            memory.next(token, position++);
            step.run(inputs, memory.outputs).close();
        }

        @Override
        public int best() {
            return memory.best();
        }

        @Override
        public double bestLogProbability() {
            return memory.logProbability();
        }

        @Override
        public int audioTokens() {
            return (int) inputs.get("key.0").getInfo().getShape()[2];
        }

        @Override
        public void close() {
            encoded.close();
            idle.add(memory);
        }
    }
}
