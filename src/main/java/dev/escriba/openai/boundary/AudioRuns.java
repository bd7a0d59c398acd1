package dev.escriba.openai.boundary;

import dev.escriba.media.entity.Upload;
import dev.escriba.models.entity.AiModel;
import dev.escriba.openai.control.ModelNames;
import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.control.RequestDigest;
import dev.escriba.transcription.control.RunListener;
import dev.escriba.transcription.control.TranscriptionRun;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.control.WatchedRun;
import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.transcription.queue.QueueIntake;
import dev.escriba.web.control.AcceptedAnswer;
import dev.escriba.web.control.ClientConnection;
import dev.escriba.web.control.Connections;
import dev.escriba.web.control.HeaderText;
import dev.escriba.web.control.IdempotencyKey;
import dev.escriba.web.control.LiveResponse;
import dev.escriba.web.control.Preference;
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
import java.util.UUID;

/** Turns a form into a run, and the result of the run into an answer. */
@ApplicationScoped
class AudioRuns {

    private static final EventWriter.Pace PACE = new EventWriter.Pace(Duration.ofSeconds(15), Duration.ofSeconds(60));
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
    QueueIntake queue;

    @Inject
    TranscriptionSettings settings;

    @Inject
    Connections connections;

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
            Optional<String> key = IdempotencyKey.of(http);
            if (request.stream() && key.isPresent()) {
                throw Problem.invalid(IdempotencyKey.HEADER, "openai.not-with", "stream=true");
            }
            if (request.logprobs() && key.isPresent()) {
                // the answer that is stored for repeated requests has no tokens
                throw Problem.invalid(IdempotencyKey.HEADER, "openai.not-with", "include[]=logprobs");
            }
            TranscriptionCommand command = command(request, caller, http);
            TranscriptionCommand claimed = key.map(chosen -> command.claimedBy(new IdempotencyClaim(
                            caller.accountId(), caller.getName(), chosen, digest(request, command, upload))))
                    .orElse(command);
            if (mayWait(request) && queue.isOpen(claimed) && Preference.isAsync(http)) {
                ClientConnection client = connections.of(http, key.isPresent());
                return later(queue.accept(caller, claimed, upload, client::isGone), http);
            }
            Order order = new Order(request, claimed, caller);
            return request.stream() ? stream(order, upload, http) : whole(order, upload, http);
        }
    }

    /** Whether the stored transcript has all that the answer would have. Otherwise the preference is ignored. */
    static boolean mayWait(AudioRequest request) {
        return request.task() == Task.TRANSCRIBE
                && !request.stream()
                && !request.logprobs()
                && request.speakers().isEmpty();
    }

    /** A translation and a transcription of the same file are two different requests. */
    private static String digest(AudioRequest request, TranscriptionCommand command, Upload upload) {
        return request.task() == Task.TRANSLATE
                ? RequestDigest.of(command, request.task().id(), upload)
                : RequestDigest.of(command, upload);
    }

    private Response later(AcceptedRun accepted, HttpServletRequest http) {
        RequestContext.instance(http, accepted.instance());
        AcceptedAnswer answer =
                new AcceptedAnswer(accepted.instance(), accepted.state().name());
        Response.ResponseBuilder response =
                Response.status(AcceptedAnswer.STATUS).entity(answer.json()).type("application/json");
        answer.headers(http).forEach(response::header);
        return response.build();
    }

    /** Reads the model only if the caller may use it. */
    TranscriptionCommand command(AudioRequest request, Caller caller, HttpServletRequest http) {
        AiModel model = models.permitted(request.model(), caller);
        TranscriptionOptions options =
                new TranscriptionOptions(request.languages(), request.keywords(), false, request.separateChannels());
        Set<String> languages = options.languagesOf(model, request.languageField());
        RecognitionRequest asked =
                new RecognitionRequest(Optional.of(model.id()), languages, "", caller.accountId(), Duration.ZERO);
        if (request.logprobs() && !speech.knowsTokens(model.engine(), asked)) {
            throw Problem.invalid("include", "openai.no-logprobs");
        }
        boolean knowsWords =
                (request.words() || request.format().isSubtitles()) && speech.knowsWords(model.engine(), asked);
        // a stream only stores the words, so a model without words may stream too
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
                        request.languages(),
                        request.keywords(),
                        knowsWords,
                        request.separateChannels(),
                        request.logprobs()));
    }

    private Response whole(Order order, Upload upload, HttpServletRequest http) {
        AudioRequest request = order.request();
        ClientConnection client = connections.of(http, order.command().claim().isPresent());
        TranscriptionResult result = run.run(
                order.caller(),
                order.command(),
                upload,
                new WatchedRun(client::isGone, new Told(request.task(), http)));
        Response.ResponseBuilder response = Response.ok(new Transcript(request, result).body())
                .type(request.format().mediaType());
        return (result.replayed() ? response.header(IdempotencyKey.REPLAYED, "true") : response).build();
    }

    /** Ends the run of a translation before it is charged, unless all of its speech is English. */
    record Told(Task task, HttpServletRequest http) implements RunListener {

        @Override
        public void begun(UUID instance) {
            RequestContext.instance(http, instance);
        }

        @Override
        public void segment(Segment segment) {
            requireEnglish(segment.language().equals(ENGLISH));
        }

        @Override
        public void recognized(Recognition recognition) {
            requireEnglish(!recognition.unknownLanguage());
        }

        private void requireEnglish(boolean isEnglish) {
            if (task == Task.TRANSLATE && !isEnglish) {
                throw Problem.of(404, "openai.translation");
            }
        }
    }

    private Response stream(Order order, Upload upload, HttpServletRequest http) {
        try (EventWriter writer =
                new EventWriter(LiveResponse.of(http), RequestCulture.of(http).tag(), PACE)) {
            threads.newThread(writer::keepAlive).start();
            EventStream stream =
                    new EventStream(writer, order.request(), instance -> RequestContext.instance(http, instance));
            stream.send(
                    () -> run.run(
                            order.caller(),
                            order.command(),
                            upload,
                            new WatchedRun(connections.of(http, false)::isGone, stream)),
                    problem -> ProblemBody.json(problem, http));
        }
        // the answer has been written
        return Response.ok().build();
    }
}
