package dev.escriba.speech.moonshine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The rebuilt graphs: {@link EncoderGraph}, and {@link StepGraph} for one stretch of audio and for several. */
final class PreparedDecoder implements Decoder {

    static final String ENCODER = "encoder.onnx";
    static final String STEP = "step.onnx";
    static final String STEP_TOGETHER = "step-together.onnx";
    static final List<String> GRAPHS = List.of(ENCODER, STEP, STEP_TOGETHER);

    private final OrtEnvironment environment;
    private final List<OrtSession> sessions = new ArrayList<>();
    private final Architecture architecture;
    private final int seats;
    private final int tokens;
    /** As many as there were decodings at the same time. */
    private final Map<Integer, ConcurrentLinkedQueue<StepMemory>> idle = new HashMap<>();

    PreparedDecoder(OrtEnvironment environment, Path directory) throws OrtException {
        this.environment = environment;
        try {
            for (String graph : GRAPHS) {
                if (Files.exists(directory.resolve(graph))) {
                    sessions.add(Sessions.open(environment, directory.resolve(graph)));
                }
            }
            architecture = Architecture.ofPrepared(sessions.get(1));
            tokens = Architecture.tokens(sessions.get(1));
        } catch (OrtException | UnexpectedGraph e) {
            closeSessions();
            throw e;
        }
        seats = sessions.size() < GRAPHS.size() ? 1 : Architecture.seats(sessions.get(2));
        for (int places : new int[] {1, SEATS}) {
            idle.put(places, new ConcurrentLinkedQueue<>());
        }
    }

    @Override
    public int seats() {
        return seats;
    }

    @Override
    public Decoding open(int wanted) throws OrtException {
        int places = wanted == 1 ? 1 : SEATS;
        StepMemory memory = idle.get(places).poll();
        return new PreparedDecoding(
                this, memory == null ? new StepMemory(environment, architecture, places, tokens) : memory);
    }

    OrtSession.Result encode(float[] samples, StepMemory memory) throws OrtException {
        int frames = (samples.length - EncoderGraph.TAPS) / EncoderGraph.HOP + 1;
        FloatBuffer framed = memory.room(frames * EncoderGraph.FRAME);
        for (int frame = 0; frame < frames; frame++) {
            framed.put(frame * EncoderGraph.FRAME, samples, frame * EncoderGraph.HOP, EncoderGraph.TAPS);
        }
        try (OnnxTensor input =
                OnnxTensor.createTensor(environment, framed, new long[] {1, frames, EncoderGraph.FRAME})) {
            return sessions.get(0).run(Map.of("frames", input));
        }
    }

    void step(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        sessions.get(1).run(inputs, outputs).close();
    }

    void stepTogether(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        sessions.get(2).run(inputs, outputs).close();
    }

    void giveBack(StepMemory memory) {
        idle.get(memory.seats).add(memory);
    }

    @Override
    public void close() throws OrtException {
        for (ConcurrentLinkedQueue<StepMemory> memories : idle.values()) {
            for (StepMemory memory = memories.poll(); memory != null; memory = memories.poll()) {
                memory.close();
            }
        }
        closeSessions();
    }

    private void closeSessions() throws OrtException {
        for (OrtSession session : sessions) {
            session.close();
        }
        sessions.clear();
    }
}
