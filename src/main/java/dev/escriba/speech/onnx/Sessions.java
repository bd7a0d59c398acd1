package dev.escriba.speech.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** Opens the sessions of all graphs of models. A run uses one thread, because as many runs as cores work at a time. */
public final class Sessions {

    private Sessions() {}

    /** Opens the session of a graph. The caller closes it. */
    public static OrtSession open(OrtEnvironment environment, Path graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // it is not slower, and each weight has memory of its own, which is freed when the CPU's own layout of it
            // is made
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            return environment.createSession(graph.toString(), options);
        }
    }

    /**
     * Options for a run of a large graph. The session returns the memory of the run to the system. Without this it
     * keeps twice what its longest runs needed at the same time. The caller closes the options.
     */
    public static OrtSession.RunOptions returningMemory() throws OrtException {
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        return options;
    }
}
