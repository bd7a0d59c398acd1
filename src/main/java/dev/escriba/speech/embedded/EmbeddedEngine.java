package dev.escriba.speech.embedded;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.models.control.ModelDirectories;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.scheduling.RecognitionPool;
import dev.escriba.speech.segmentation.SegmentationRules;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.speech.segmentation.Utterance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The engine that runs in this process. {@link Segmenter} finds and cuts the speech on the calling thread. The shared
 * {@link RecognitionPool} recognises the utterances, a bounded number at a time.
 *
 * <p>The models themselves detect the language: see {@link UtteranceHypotheses}. The first utterance with enough
 * evidence decides it. Every later utterance is checked, so that the language may change within a recording.
 */
@ApplicationScoped
public class EmbeddedEngine implements SpeechEngine {

    private static final Logger LOG = Logger.getLogger(EmbeddedEngine.class.getName());

    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(15);

    @Inject
    ModelDirectories directories;

    @Inject
    RecognitionPool pool;

    private final SegmentationRules rules;

    /** A run holds the read lock. The method that closes the models holds the write lock. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    /** Guards the changes of state. Private, so that no other code can hold it. */
    private final Object state = new Object();

    private volatile EmbeddedModels models;
    private volatile Readiness readiness = Readiness.down("recognition has not been started");
    private final CompletableFuture<Readiness> started = new CompletableFuture<>();
    private boolean stopped;

    protected EmbeddedEngine() {
        rules = SegmentationRules.MEASURED;
    }

    /** For use without a container. No model is loaded yet. */
    EmbeddedEngine(ModelDirectories directories, RecognitionPool pool) {
        this();
        this.directories = directories;
        this.pool = pool;
    }

    /**
     * With parts that the caller closes.
     *
     * @param models one for each language, the cheapest first
     */
    public EmbeddedEngine(List<SpeechModel> models, SileroVad vad, RecognitionPool pool) {
        this(models, vad, pool, SegmentationRules.MEASURED);
    }

    EmbeddedEngine(List<SpeechModel> models, SileroVad vad, RecognitionPool pool, SegmentationRules rules) {
        this.models = EmbeddedModels.of(models, vad);
        this.pool = pool;
        this.rules = rules;
        readiness = Readiness.up();
        started.complete(readiness);
    }

    @Override
    public String name() {
        return AiModel.EMBEDDED;
    }

    @Override
    public boolean isInstalled() {
        return models != null || !directories.all().isEmpty();
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    /** Marks the engine as not ready, with the reason. */
    void down(String reason) {
        synchronized (state) {
            if (!stopped) {
                readiness = Readiness.down(reason);
            }
        }
    }

    /** Ends the start with a failure. */
    void failed(String reason) {
        synchronized (state) {
            down(reason);
            if (!stopped) {
                started.complete(readiness);
            }
        }
    }

    @Override
    public CompletionStage<Readiness> started() {
        return started.minimalCompletionStage();
    }

    void up() {
        synchronized (state) {
            if (!stopped) {
                readiness = Readiness.up();
                started.complete(readiness);
            }
        }
    }

    /**
     * Uses these models from now on, and closes them when the engine stops. When the engine has stopped already, it
     * closes them at once and returns false.
     */
    boolean use(EmbeddedModels loaded) {
        synchronized (state) {
            if (stopped) {
                loaded.close();
                return false;
            }
            models = loaded;
            return true;
        }
    }

    /** The loaded models; empty before the engine has loaded them. */
    List<InstalledModel> installed() {
        EmbeddedModels loaded = models;
        return loaded == null ? List.of() : loaded.all();
    }

    @Override
    public Set<String> languages() {
        EmbeddedModels loaded = models;
        return loaded == null ? Set.of() : loaded.languages();
    }

    /** The models that may decode a request, in the order in which they are tried. */
    List<SpeechModel> candidates(RecognitionRequest request) {
        return models.candidates(request);
    }

    @Override
    public TokenLimit tokenLimit(Duration audio, RecognitionRequest request) {
        List<TokenLimit> limits = candidates(request).stream()
                .map(model -> model.tokenLimits().forAudio(audio, tokens(request, model)))
                .toList();
        return new TokenLimit(
                limits.stream().mapToInt(TokenLimit::promptTokens).max().orElseThrow(),
                limits.stream().mapToInt(TokenLimit::completionTokens).max().orElseThrow());
    }

    /** The tokens of the prompt and of the keywords. */
    private static int tokens(RecognitionRequest request, SpeechModel model) {
        return Stream.concat(Stream.of(request.prompt()), request.keywords().stream())
                .filter(text -> !text.isBlank())
                .mapToInt(model::countTokens)
                .sum();
    }

    @Override
    public boolean knowsWords(RecognitionRequest request) {
        return candidates(request).stream().allMatch(SpeechModel::knowsWords);
    }

    /** A model that runs here tells every token that it writes. */
    @Override
    public boolean knowsTokens(RecognitionRequest request) {
        return true;
    }

    @Override
    public Recognition recognize(PcmStream audio, RecognitionRequest request, SegmentListener listener)
            throws InterruptedException {
        inUse.readLock().lock();
        try {
            return recognize(audio, request, listener, models);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private Recognition recognize(
            PcmStream audio, RecognitionRequest request, SegmentListener listener, EmbeddedModels loaded)
            throws InterruptedException {
        List<SpeechModel> candidates = loaded.candidates(request).stream()
                .map(model -> model.withHotwords(request.prompt(), request.keywords()))
                .map(model -> request.words() ? model.withWords() : model)
                .toList();
        TranscriptAssembler transcript = new TranscriptAssembler(
                candidates.size() == 1 ? Optional.of(candidates.get(0).language()) : Optional.empty(), listener);
        try (RecognitionPool.Lane lane = lane(request);
                Segmenter segmenter = new Segmenter(audio, loaded.vad(), rules)) {
            new RecordingPipeline(lane, pool.workers(), new UtteranceRecognizer(candidates), transcript)
                    .recognize(segmenter);
            return recognition(transcript, candidates, request, Utterance.at(segmenter.samplesRead()));
        }
    }

    private RecognitionPool.Lane lane(RecognitionRequest request) {
        return request.background() ? pool.backgroundLane(request.accountId()) : pool.lane(request.accountId());
    }

    private static Recognition recognition(
            TranscriptAssembler transcript,
            List<SpeechModel> candidates,
            RecognitionRequest request,
            Duration duration) {
        SpeechModel model = transcript
                .language()
                .flatMap(language -> model(candidates, language))
                .orElse(candidates.get(0));
        return new Recognition(
                transcript.text(),
                transcript.language(),
                transcript.segments(),
                duration,
                transcript.completionTokens(),
                transcript.audioTokens() + tokens(request, model),
                transcript.hasOnlyUnknownLanguages());
    }

    private static Optional<SpeechModel> model(List<SpeechModel> models, String language) {
        return models.stream()
                .filter(model -> model.language().equals(language))
                .findFirst();
    }

    /** Ends all runs, and then closes the models. */
    void stop() {
        synchronized (state) {
            stopped = true;
            readiness = Readiness.down("the service is stopping");
        }
        // outside of the lock, because this waits for the runs
        if (models != null) {
            pool.close();
            closeUnused();
        }
    }

    /**
     * Closing a model while a run uses it ends the process. So the models stay open when a run does not end in time.
     */
    private void closeUnused() {
        try {
            if (inUse.writeLock().tryLock(MAX_STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
                models.close();
            } else {
                LOG.warning("Recognition is still under way; its models are not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
