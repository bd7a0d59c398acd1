package dev.escriba.speech.control;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.embedded.EmbeddedEngine;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.moonshine.OnnxRuntimeNatives;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.storage.control.DataDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The embedded engine with all that it runs on, loaded and closed as one. */
final class EmbeddedSpeech implements AutoCloseable {

    private final List<SpeechModel> models = new ArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private EmbeddedEngine engine;
    private RecognitionPool pool;

    private EmbeddedSpeech() {}

    static EmbeddedSpeech load(List<Path> modelDirectories, DataDirectory data, int workers, ThreadFactory threads) {
        if (modelDirectories.isEmpty()) {
            throw new IllegalArgumentException("there is no directory with a speech model");
        }
        EmbeddedSpeech loaded = new EmbeddedSpeech();
        try {
            OrtEnvironment environment = OnnxRuntimeNatives.environment(data);
            for (Path directory : modelDirectories) {
                loaded.add(MoonshineModel.open(directory, data));
            }
            SileroVad vad = loaded.closing(SileroVad.packed(environment));
            RecognitionPool pool = loaded.closing(new RecognitionPool(workers, threads));
            loaded.pool = pool;
            loaded.engine = new EmbeddedEngine(loaded.models, vad, pool);
            return loaded;
        } catch (OrtException e) {
            loaded.close();
            throw new IllegalStateException("speech detection cannot be loaded", e);
        } catch (RuntimeException | LinkageError e) {
            loaded.close();
            throw e;
        }
    }

    private void add(SpeechModel model) {
        if (models.stream().anyMatch(other -> other.language().equals(model.language()))) {
            model.close();
        } else {
            models.add(closing(model));
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }

    /** Ends all runs under way; returns when no worker is left. */
    void cancel() {
        pool.close();
    }

    int busyWorkers() {
        return pool.busy();
    }

    EmbeddedEngine engine() {
        return engine;
    }

    /** The workers first, then what they work with, which no run may use any more. */
    @Override
    public void close() {
        for (int i = closing.size() - 1; i >= 0; i--) {
            try {
                closing.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
