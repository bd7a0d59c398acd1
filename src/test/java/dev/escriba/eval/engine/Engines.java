package dev.escriba.eval.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.eval.Recordings;
import dev.escriba.speech.embedded.EmbeddedEngine;
import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.moonshine.PublishedModel;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.speech.scheduling.RecognitionPool;
import dev.escriba.speech.segmentation.SegmentationRules;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.speech.segmentation.Utterance;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The embedded engine with one worker and with one for each core, over the same loaded models; and the published models. */
public final class Engines implements AutoCloseable {

    /** The name of the workers' threads. */
    public static final String WORKER = "speech";

    private static final DataDirectory DATA = new DataDirectory(new StorageSettings(Path.of("target/bench/engine")));

    private final OrtEnvironment environment;
    private final List<SpeechModel> models = new ArrayList<>();
    private final SileroVad vad;
    private final RecognitionPool one;
    private final RecognitionPool all;

    public Engines() throws OrtException {
        environment = environment();
        for (Path directory : LoadedSpeech.MODELS) {
            if (Files.isDirectory(directory)) {
                models.add(MoonshineModel.open(directory, DATA));
            }
        }
        vad = SileroVad.packed(environment);
        one = new RecognitionPool(1, Engines::daemon);
        all = new RecognitionPool(cores(), Engines::daemon);
    }

    public static OrtEnvironment environment() {
        return OnnxRuntimeNatives.environment(DATA);
    }

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, WORKER);
        thread.setDaemon(true);
        return thread;
    }

    public EmbeddedEngine onOneCore() {
        return new EmbeddedEngine(models, vad, one);
    }

    public EmbeddedEngine onAllCores() {
        return new EmbeddedEngine(models, vad, all);
    }

    public Set<String> languages() {
        return models.stream().map(SpeechModel::language).collect(Collectors.toSet());
    }

    SileroVad vad() {
        return vad;
    }

    SpeechModel model(String language) {
        return models.stream()
                .filter(model -> model.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    /** To be closed by the caller. */
    PublishedModel published(String language) throws IOException, OrtException {
        return new PublishedModel(environment, directory(language).orElseThrow(), language);
    }

    static Optional<Path> directory(String language) {
        return LoadedSpeech.MODELS.stream()
                .filter(directory -> directory.getFileName().toString().endsWith("-" + language))
                .findFirst()
                .map(Path::toAbsolutePath);
    }

    /** The utterances that the engine cuts a recording into. */
    public List<float[]> utterances(float[] samples) throws InterruptedException {
        return dev.escriba.speech.segmentation.Cutting.SILERO
                .cut(Recordings.stream(samples), vad, SegmentationRules.MEASURED)
                .stream()
                .map(Utterance::samples)
                .toList();
    }

    public static Recognition recognize(EmbeddedEngine engine, float[] samples, Set<String> languages)
            throws InterruptedException {
        return engine.recognize(Recordings.stream(samples), new RecognitionRequest(languages, ""));
    }

    @Override
    public void close() {
        one.close();
        all.close();
        models.forEach(SpeechModel::close);
        vad.close();
    }
}
