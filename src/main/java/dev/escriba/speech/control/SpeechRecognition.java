package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.WrongSetting;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenBound;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one way into recognition: admits as many runs as the machine can bear, hands each to the engine it names, and is ready only
 * when the models are loaded and have proved themselves.
 */
@ApplicationScoped
public class SpeechRecognition {

    private static final Logger LOG = Logger.getLogger(SpeechRecognition.class.getName());

    /** What a client is told that comes while models are loading: that takes seconds. */
    private static final Duration NOT_READY = Duration.ofSeconds(15);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    @Inject
    @ConfigProperty(name = "escriba.speech.workers")
    Optional<Integer> configuredWorkers = Optional.empty();

    @Inject
    @ConfigProperty(name = "escriba.speech.concurrent-runs")
    Optional<Integer> configuredRuns = Optional.empty();

    @Inject
    @ConfigProperty(name = "escriba.speech.waiting-line", defaultValue = "32")
    int waitingLine = 32;

    @Inject
    @ConfigProperty(name = "escriba.speech.waiting-line-per-caller")
    Optional<Integer> configuredWaitingPerCaller = Optional.empty();

    @Inject
    DataDirectory data;

    @Inject
    RunRecords records = new RunRecords();

    /** Held for reading by whoever recognises, for writing by what closes the models. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    private int workers;
    private Admission admission;
    private volatile Readiness readiness = Readiness.down("recognition has not been started");
    private volatile Map<String, SpeechEngine> engines = Map.of();
    private volatile EmbeddedSpeech embedded;
    private final CompletableFuture<Readiness> started = new CompletableFuture<>();
    private volatile boolean embeds;
    private volatile boolean stopped;

    @PostConstruct
    void configure() {
        workers = configuredWorkers.orElse(Runtime.getRuntime().availableProcessors());
        int runs = configuredRuns.orElse(2 * workers);
        requireWithin("escriba.speech.workers", workers, 1, 1024);
        requireWithin("escriba.speech.concurrent-runs", runs, 1, 10_000);
        requireWithin("escriba.speech.waiting-line", waitingLine, 0, 100_000);
        int perCaller = configuredWaitingPerCaller.orElse(Math.max(1, (waitingLine + 1) / 2));
        requireWithin("escriba.speech.waiting-line-per-caller", perCaller, 1, 100_000);
        admission = new Admission(runs, waitingLine, perCaller);
    }

    private static void requireWithin(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw WrongSetting.outOfRange(key, value, least, most);
        }
    }

    /**
     * Loads the embedded models and checks them on a thread of their own, so that start-up goes on meanwhile. To be called once.
     *
     * @param modelDirectories each with a {@code model.properties} that names its language; of two for one language the first
     *     counts; the cheapest model first; none where other engines do all of it
     * @param threads makes this thread and the workers
     */
    public void start(List<Path> modelDirectories, ThreadFactory threads) {
        if (modelDirectories.isEmpty()) {
            // other engines do all of it
            up();
            return;
        }
        embeds = true;
        readiness = Readiness.down("models are loading");
        List<Path> directories = List.copyOf(modelDirectories);
        threads.newThread(() -> load(directories, threads)).start();
    }

    private void load(List<Path> modelDirectories, ThreadFactory threads) {
        try {
            EmbeddedSpeech loaded = EmbeddedSpeech.load(modelDirectories, data, workers, threads);
            synchronized (this) {
                if (stopped) {
                    loaded.close();
                    return;
                }
                embedded = loaded;
            }
            readiness = Readiness.down("the models are being checked");
            check(loaded);
            register(loaded.engine());
            up();
        } catch (InterruptedException e) {
            readiness = Readiness.down("loading the models was interrupted");
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.SEVERE, "Speech recognition is not available", e);
            readiness = Readiness.down(String.valueOf(e.getMessage()));
            started.complete(readiness);
        }
    }

    synchronized void up() {
        if (!stopped) {
            readiness = Readiness.up();
            started.complete(readiness);
        }
    }

    private void check(EmbeddedSpeech loaded) throws InterruptedException {
        inUse.readLock().lock();
        try {
            SelfCheck.run(loaded.engine());
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Adds an engine under its own name. */
    public synchronized void register(SpeechEngine engine) {
        Map<String, SpeechEngine> more = new HashMap<>(engines);
        more.put(engine.name(), engine);
        engines = Map.copyOf(more);
    }

    /** How the start ended: with recognition that works, or with what keeps it from working. Never, where the application stops before that. */
    public CompletionStage<Readiness> started() {
        return started.minimalCompletionStage();
    }

    /**
     * Refuses a run while there is no recognition.
     *
     * @throws Problem 503, with a time to come back, while the models load; 503 where they cannot be loaded or the service stops
     */
    public void requireReady() {
        if (!ready()) {
            throw stopped || started.isDone() ? Problem.unavailable() : Problem.starting(NOT_READY);
        }
    }

    /**
     * Refuses a run that would be refused now, before something is done for it.
     *
     * @throws Problem 503 when the waiting line has no room for it or recognition is not ready
     */
    public void requirePlace(RecognitionRequest request) {
        requireReady();
        admission.requirePlace(request.caller(), request.claimed());
    }

    /**
     * The most tokens that {@link #recognize} can count for a recording of this length.
     *
     * @throws Problem 503 when recognition is not ready
     */
    public TokenBound most(String engine, RecognitionRequest request, Duration audio) {
        requireReady();
        return engine(engine).most(audio, request);
    }

    /**
     * Recognises a recording. The audio is opened only when there is a place for the run, and closed in any case.
     *
     * @param engine by its name
     * @throws Problem 503 at once when the waiting line has no room for it or recognition is not ready; whatever the engine and the audio throw
     * @throws InterruptedException when the calling thread is interrupted: the run is cancelled
     * @throws IllegalArgumentException when there is no such engine
     */
    public Recognition recognize(String engine, RecognitionRequest request, Supplier<PcmStream> audio)
            throws InterruptedException {
        requireReady();
        SpeechEngine named = engine(engine);
        Admission.Place place = records.<Admission.Place, InterruptedException>measure(
                Step.WAIT, () -> admission.enter(request.caller(), request.claimed()));
        inUse.readLock().lock();
        try (place;
                PcmStream stream = timed(audio)) {
            return records.<Recognition, InterruptedException>measure(
                    Step.RECOGNISE, engine, () -> named.recognize(stream, request));
        } finally {
            inUse.readLock().unlock();
        }
    }

    private PcmStream timed(Supplier<PcmStream> audio) {
        RunRecords.Beside decoding = records.beside(Step.DECODE);
        try {
            return new TimedAudio(audio.get(), decoding);
        } catch (RuntimeException | Error e) {
            decoding.failed(e);
            decoding.close();
            throw e;
        }
    }

    SpeechEngine engine(String name) {
        SpeechEngine engine = engines.get(name);
        if (engine == null) {
            throw new IllegalArgumentException("no engine is called " + name);
        }
        return engine;
    }

    /** ISO 639-1 codes of what the engines recognise; none before they are ready. */
    public Set<String> languages() {
        return engines.values().stream()
                .flatMap(engine -> engine.languages().stream())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    public boolean ready() {
        return readiness.isUp();
    }

    /** Whether recognition works, and if not, why. */
    public Readiness readiness() {
        return readiness;
    }

    /** Runs that wait for a place. */
    public int waiting() {
        return admission.waiting();
    }

    int waitingLineLength() {
        return waitingLine;
    }

    /** Runs that have a place. */
    int recognising() {
        return admission.inside();
    }

    int places() {
        return admission.places();
    }

    int workers() {
        return workers;
    }

    int busyWorkers() {
        EmbeddedSpeech loaded = embedded;
        return loaded == null ? 0 : loaded.busyWorkers();
    }

    /** 1 for an engine that is ready, by name; the embedded one is known before it is. */
    Map<String, Double> engines() {
        Map<String, Double> up = new HashMap<>();
        if (embeds) {
            up.put(AiModel.EMBEDDED, 0.0);
        }
        engines.keySet().forEach(name -> up.put(name, ready() ? 1.0 : 0.0));
        return up;
    }

    @PreDestroy
    synchronized void stop() {
        stopped = true;
        readiness = Readiness.down("the service is stopping");
        if (embedded != null) {
            embedded.cancel();
            closeUnused();
        }
    }

    /** Models that are closed under their user end the process: rather left to its end than that. */
    private void closeUnused() {
        try {
            if (inUse.writeLock().tryLock(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                embedded.close();
            } else {
                LOG.warning("Recognition is still under way; its models are not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
