package dev.escriba.openai.boundary;

import dev.escriba.media.entity.Upload;
import dev.escriba.models.entity.AiModel;
import dev.escriba.openai.control.ModelNames;
import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.control.RequestDigest;
import dev.escriba.transcription.control.RunListener;
import dev.escriba.transcription.control.TranscriptionRun;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.web.control.HeaderText;
import dev.escriba.web.control.IdempotencyKey;
import dev.escriba.web.control.LiveResponse;
import dev.escriba.web.control.ProblemBody;
import dev.escriba.web.control.RequestContext;
import dev.escriba.web.control.RequestCulture;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Turns a form into a run, and the result of the run into an answer. */
@ApplicationScoped
class AudioRuns {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final String ENGLISH = "en";

    @Inject
    CurrentCaller currentCaller;

    @Inject
    AudioForm form;

    @Inject
    ModelNames models;

    @Inject
    SpeechRecognition speech;

    @Inject
    TranscriptionRun run;

    @Inject
    TranscriptionSettings settings;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    /** What a run needs. */
    private record Order(AudioRequest request, TranscriptionCommand command, Caller caller) {}

    Response answer(Task task, InputStream body, HttpServletRequest http) {
        Caller caller = currentCaller.get();
        AudioForm.Received received = form.read(body, http.getContentType());
        try (Upload upload = received.upload()) {
            AudioRequest request = new AudioFields(received.fields(), task, settings.maxPromptCharacters())
                    .read(HeaderText.of(http, "X-User-Identifier"), HeaderText.of(http, "X-Channel"));
            Optional<String> key = IdempotencyKey.of(http.getHeader(IdempotencyKey.HEADER));
            if (request.stream() && key.isPresent()) {
                throw Problem.invalid(IdempotencyKey.HEADER, "openai.not-with", "stream=true");
            }
            TranscriptionCommand command = command(request, caller, http);
            TranscriptionCommand claimed = key.map(chosen -> command.claimedBy(new IdempotencyClaim(
                            caller.accountId(), caller.getName(), chosen, RequestDigest.of(command, upload))))
                    .orElse(command);
            Order order = new Order(request, claimed, caller);
            return request.stream() ? stream(order, upload, http) : whole(order, upload, http);
        }
    }

    private TranscriptionCommand command(AudioRequest request, Caller caller, HttpServletRequest http) {
        AiModel model = models.required(request.model());
        TranscriptionOptions options =
                new TranscriptionOptions(request.languages(), request.keywords(), false, request.separateChannels());
        Set<String> languages = options.languagesOf(model, request.languageField());
        boolean knowsWords = (request.words() || request.format().isSubtitles())
                && speech.knowsWords(
                        model.engine(),
                        new RecognitionRequest(
                                Optional.of(model.id()), languages, "", caller.accountId(), Duration.ZERO));
        // a stream only stores the words, so it goes without them where the model knows none
        if (request.words() && !request.stream() && !knowsWords) {
            throw Problem.invalid("timestamp_granularities", "openai.no-words");
        }
        return new TranscriptionCommand(
                Optional.of(model.id()),
                request.prompt(),
                request.user(),
                request.channel(),
                RequestCulture.of(http),
                Optional.empty(),
                new TranscriptionOptions(
                        request.languages(), request.keywords(), knowsWords, request.separateChannels()));
    }

    private Response whole(Order order, Upload upload, HttpServletRequest http) {
        AudioRequest request = order.request();
        boolean translates = request.task() == Task.TRANSLATE;
        TranscriptionResult result = run.run(
                order.caller(),
                order.command(),
                upload,
                RunListener.of(instance -> RequestContext.instance(http, instance), segment -> {
                    if (translates) {
                        requireEnglish(segment.language());
                    }
                }));
        if (translates) {
            // the result of an earlier request has told no segments
            result.language().ifPresent(AudioRuns::requireEnglish);
        }
        Response.ResponseBuilder response = Response.ok(new Transcript(request, result).body())
                .type(request.format().mediaType());
        return (result.replayed() ? response.header(IdempotencyKey.REPLAYED, "true") : response).build();
    }

    /** Ends the run before it is charged. */
    private static void requireEnglish(String language) {
        if (!language.equals(ENGLISH)) {
            throw Problem.of(404, "openai.translation");
        }
    }

    private Response stream(Order order, Upload upload, HttpServletRequest http) {
        EventStream stream = new EventStream(
                LiveResponse.of(http), order.request(), RequestCulture.of(http).tag(), KEEP_ALIVE);
        try (stream) {
            threads.newThread(stream::keepAlive).start();
            TranscriptionResult result = run.run(
                    order.caller(),
                    order.command(),
                    upload,
                    RunListener.of(
                            instance -> {
                                RequestContext.instance(http, instance);
                                stream.begun(instance);
                            },
                            stream));
            stream.done(result);
        } catch (RuntimeException e) {
            if (!stream.isBegun()) {
                throw e;
            }
            stream.failed(ProblemBody.json(Problems.in(e).orElseGet(() -> Problems.of(e)), http));
        }
        // the answer has been written
        return Response.ok().build();
    }
}
