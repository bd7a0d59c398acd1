package dev.escriba.speech.embedded;

import dev.escriba.Await;
import dev.escriba.Configured;
import dev.escriba.models.control.ModelDirectories;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.control.EngineRegistry;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.control.SpeechSettings;
import dev.escriba.speech.moonshine.MoonshineFamily;
import dev.escriba.speech.scheduling.RecognitionPool;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speech recognition with the packed models, without a container. */
public final class LoadedSpeech implements AutoCloseable {

    public static final List<Path> MODELS = List.of(
            Path.of("target/classes/models/moonshine-base-en"), Path.of("target/classes/models/moonshine-base-es"));

    private final EmbeddedEngine engine;
    private final EngineRegistry engines;
    private final SpeechRecognition recognition;
    private final EmbeddedEngineLoader loader;

    private LoadedSpeech(ModelDirectories directories, DataDirectory data, SpeechSettings settings) {
        RecognitionPool pool = new RecognitionPool(settings.workers(), LoadedSpeech::daemon);
        engine = new EmbeddedEngine(directories, pool);
        engines = new EngineRegistry(
                List.of(engine),
                new AdmissionQueue(settings.concurrentRuns(), settings.waitingLine(), settings.waitingLinePerAccount()),
                new Models(List.of(detecting())));
        recognition = new SpeechRecognition(engines);
        loader = new EmbeddedEngineLoader(engine, data);
        loader.start(directories.all(), List.of(new MoonshineFamily(data)), LoadedSpeech::daemon);
    }

    private static AiModel detecting() {
        return new AiModel(
                Models.DETECTING,
                "detecting",
                "Test",
                AiModel.EMBEDDED,
                List.of("en", "es"),
                true,
                "none",
                Optional.empty(),
                false);
    }

    public static LoadedSpeech start(Path data) throws InterruptedException {
        LoadedSpeech loaded =
                begin(data, MODELS.stream().map(ModelDirectory::at).toList());
        if (!Await.isReached(
                Duration.ofMinutes(5), () -> loaded.recognition.readiness().isUp())) {
            throw new IllegalStateException(
                    loaded.recognition.readiness().reason().orElse(""));
        }
        return loaded;
    }

    /** Does not wait until the models are loaded. */
    static LoadedSpeech begin(Path data, List<ModelDirectory> models) {
        return new LoadedSpeech(new ModelDirectories(models), new DataDirectory(new StorageSettings(data)), settings());
    }

    /** As the system properties of the tests say. */
    private static SpeechSettings settings() {
        Map<String, String> values = Stream.of("escriba.speech.workers", "escriba.speech.concurrent-runs")
                .filter(key -> System.getProperty(key) != null)
                .collect(Collectors.toMap(key -> key, System::getProperty));
        return SettingsReader.read(Configured.by(values), SpeechSettings::read);
    }

    public static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "speech");
        thread.setDaemon(true);
        return thread;
    }

    public SpeechRecognition recognition() {
        return recognition;
    }

    public SpeechEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        loader.stop();
    }
}
