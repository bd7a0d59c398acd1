package dev.escriba.speech.control;

import dev.escriba.storage.control.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The facade over the packed models, without a container. */
public final class LoadedSpeech implements AutoCloseable {

    public static final List<Path> MODELS = List.of(
            Path.of("target/classes/models/moonshine-tiny-en"), Path.of("target/classes/models/moonshine-base-es"));

    private final SpeechRecognition recognition = new SpeechRecognition();

    private LoadedSpeech() {}

    public static LoadedSpeech start(Path data) throws InterruptedException {
        LoadedSpeech loaded = new LoadedSpeech();
        loaded.recognition.data = new DataDirectory(data);
        loaded.recognition.configuredWorkers = Optional.ofNullable(Integer.getInteger("escriba.speech.workers"));
        loaded.recognition.configuredRuns = Optional.ofNullable(Integer.getInteger("escriba.speech.concurrent-runs"));
        loaded.recognition.configure();
        loaded.recognition.start(MODELS, LoadedSpeech::daemon);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!loaded.recognition.ready()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        loaded.recognition.readiness().reason().orElse(""));
            }
            Thread.sleep(20);
        }
        return loaded;
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "speech");
        thread.setDaemon(true);
        return thread;
    }

    public SpeechRecognition recognition() {
        return recognition;
    }

    public SpeechEngine engine() {
        return recognition.engine("embedded");
    }

    @Override
    public void close() {
        recognition.stop();
    }
}
