package dev.escriba.speech.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** How every graph of a model is loaded: one thread a run, as there are as many runs as cores. */
public final class Sessions {

    private Sessions() {}

    public static OrtSession open(OrtEnvironment environment, Path graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // nothing slower, and each weight has memory of its own, which is freed once it has been laid out anew for
            // the CPU
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            return environment.createSession(graph.toString(), options);
        }
    }
}
