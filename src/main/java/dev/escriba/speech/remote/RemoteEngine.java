package dev.escriba.speech.remote;

import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.KeptAudio;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RemoteMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The engine of all models on other servers. It is always ready: each model has a state of its own. */
@ApplicationScoped
public class RemoteEngine implements SpeechEngine {

    /** Less speech may be a sound that was mistaken for speech. */
    private static final Duration AUDIBLE_SPEECH = Duration.ofMillis(500);

    @Inject
    RemoteModels models;

    @Inject
    SpeechDetection detection;

    @Inject
    AudioStore store;

    @Inject
    RemoteMetrics metrics;

    protected RemoteEngine() {}

    /** For use without a container. */
    RemoteEngine(RemoteModels models, SpeechDetection detection, AudioStore store) {
        this.models = models;
        this.detection = detection;
        this.store = store;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        metrics.states(this::states);
    }

    /** By name: 1 for a model that is asked, 0 for one that is not. */
    private Map<String, Double> states() {
        Map<String, Double> states = new TreeMap<>();
        models.all()
                .forEach(model -> states.put(model.name(), readiness(model.id()).isUp() ? 1.0 : 0.0));
        return states;
    }

    @Override
    public String name() {
        return AiModel.REMOTE;
    }

    @Override
    public Set<String> languages() {
        return models.all().stream()
                .flatMap(model -> model.languages().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<String> upstreams() {
        return models.servers();
    }

    @Override
    public Readiness readiness(UUID model) {
        Optional<AiModel> named = models.named(Optional.of(model));
        if (named.isEmpty()) {
            return Readiness.up();
        }
        return models.state(named.get())
                .map(RemoteModel::readiness)
                .orElseGet(() -> Readiness.down(
                        "the server " + named.get().remote().orElseThrow().upstream() + " is not configured"));
    }

    /** The queue of the model, or that of the processors where its server is not configured. */
    @Override
    public Admission admission(AdmissionQueue processorQueue, Optional<UUID> model) {
        return models.named(model)
                .flatMap(models::state)
                .<Admission>map(RemoteModel::admission)
                .orElse(processorQueue);
    }

    @Override
    public TokenLimit tokenLimit(Duration audio, RecognitionRequest request) {
        return Transcripts.limit(model(request), request, audio);
    }

    @Override
    public void requireAnswering(UUID model, String account) {
        Optional<RemoteModel> state = models.named(Optional.of(model)).flatMap(models::state);
        if (state.isPresent()) {
            try {
                state.get().requireAsked(account);
            } catch (UpstreamException e) {
                throw e.problem();
            }
        }
    }

    /** Where the server is not configured, the run fails as one without words does. */
    @Override
    public boolean knowsWords(RecognitionRequest request) {
        Upstream upstream = models.state(model(request))
                .map(RemoteModel::upstream)
                .orElseThrow(() -> new UpstreamException(Fault.UNCONFIGURED).problem());
        return upstream.verbose() && upstream.words();
    }

    @Override
    public Recognition recognize(PcmStream audio, RecognitionRequest request, SegmentListener listener)
            throws InterruptedException {
        AiModel model = model(request);
        try {
            RemoteModel state = models.state(model).orElseThrow(() -> new UpstreamException(Fault.UNCONFIGURED));
            Recognition recognition = recognize(audio, request, model, state);
            recognition.segments().forEach(listener::segment);
            return recognition;
        } catch (UpstreamException e) {
            throw e.problem();
        }
    }

    private Recognition recognize(PcmStream audio, RecognitionRequest request, AiModel model, RemoteModel state)
            throws UpstreamException, InterruptedException {
        // an open breaker is told before the recording is decoded
        state.requireAsked(request.accountId());
        Upstream upstream = state.upstream();
        // of more tracks the server might choose another one, with hours that the caller has not paid for
        Optional<Recording> original = request.original()
                .filter(recording -> recording.facts().onlyTrack()
                        && upstream.takes(recording.facts().format())
                        && recording.upload().size() <= upstream.maxUploadBytes());
        if (original.isPresent()) {
            SpeechDetection.Extent heard = detection.detect(audio);
            // ends the decoder: other recordings need its permit while this one waits for the server
            audio.close();
            return send(AudioFile.of(original.get()), heard, request, model, state);
        }
        try (KeptAudio kept = store.keep(new Unclosed(audio), request.accountId())) {
            audio.close();
            SpeechDetection.Extent heard;
            try (PcmStream again = kept.open()) {
                heard = detection.detect(again);
            }
            return send(AudioFile.of(kept), heard, request, model, state);
        }
    }

    private static Recognition send(
            AudioFile file, SpeechDetection.Extent heard, RecognitionRequest request, AiModel model, RemoteModel state)
            throws UpstreamException, InterruptedException {
        if (heard.isSilent()) {
            return Transcripts.silence(heard.length());
        }
        if (file.size() > state.upstream().maxUploadBytes()) {
            throw new UpstreamException(Fault.TOO_LONG);
        }
        MultipartForm form = form(request, state);
        RemoteTranscript transcript = state.transcribe(
                new RemoteRequest(request.accountId(), form, file, RemoteRequest.key(request, model.id(), form, file)),
                heard.length(),
                heard.speech().compareTo(AUDIBLE_SPEECH) >= 0);
        return Transcripts.recognition(transcript, request, heard, Transcripts.limit(model, request, heard.length()));
    }

    private static MultipartForm form(RecognitionRequest request, RemoteModel state) {
        boolean verbose = state.upstream().verbose();
        MultipartForm form = new MultipartForm()
                .field("model", state.address().model())
                .field("response_format", verbose ? "verbose_json" : "json");
        if (request.languages().size() == 1) {
            form.field("language", request.languages().iterator().next());
        }
        String prompt = Transcripts.prompt(request);
        if (!prompt.isEmpty()) {
            form.field("prompt", prompt);
        }
        if (verbose && request.words()) {
            form.field("timestamp_granularities[]", "word").field("timestamp_granularities[]", "segment");
        }
        return form;
    }

    /** A model may be deleted while a run waits: then its engine fails, and another model may take over. */
    private AiModel model(RecognitionRequest request) {
        return models.named(request.modelId()).orElseThrow(() -> new UpstreamException(Fault.UNCONFIGURED).problem());
    }

    /** A stream that stays open: the store of kept audio closes what it has read. */
    private record Unclosed(PcmStream audio) implements PcmStream {

        @Override
        public int read(float[] target, int offset, int length) {
            return audio.read(target, offset, length);
        }

        @Override
        public void close() {}
    }
}
