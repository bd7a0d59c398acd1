package dev.escriba.transcription.boundary;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.RequestDigest;
import dev.escriba.transcription.control.RunListener;
import dev.escriba.transcription.control.TranscriptionRun;
import dev.escriba.transcription.control.WatchedRun;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.transcription.queue.QueueIntake;
import dev.escriba.web.control.ClientConnection;
import dev.escriba.web.control.Connections;
import dev.escriba.web.control.IdempotencyKey;
import dev.escriba.web.control.IgnoresUnknownParameters;
import dev.escriba.web.control.Preference;
import dev.escriba.web.control.RequestContext;
import dev.escriba.web.control.RequestCulture;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** Transcribes an audio or video file. */
@RequestScoped
@IgnoresUnknownParameters
@Path("v2/Audio/transcribe")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class TranscriptionResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    TranscriptionForm form;

    @Inject
    TranscriptionRun run;

    @Inject
    QueueIntake queue;

    @Inject
    Connections connections;

    @Context
    HttpServletRequest request;

    @POST
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    public Response transcribe(InputStream body) {
        Caller caller = currentCaller.get();
        TranscriptionForm.Received received = form.read(body, request.getContentType(), RequestCulture.of(request));
        try (Upload upload = received.upload()) {
            Optional<String> key = IdempotencyKey.of(request);
            TranscriptionCommand unclaimed = received.command();
            TranscriptionCommand command = key.map(chosen -> unclaimed.claimedBy(new IdempotencyClaim(
                            caller.accountId(), caller.getName(), chosen, RequestDigest.of(unclaimed, upload))))
                    .orElse(unclaimed);
            ClientConnection client = connections.of(request, key.isPresent());
            if (queue.isOpen(command) && Preference.isAsync(request)) {
                return AcceptedView.answer(queue.accept(caller, command, upload, client::isGone), request);
            }
            TranscriptionResult result = run.run(
                    caller,
                    command,
                    upload,
                    new WatchedRun(
                            client::isGone,
                            RunListener.ofInstance(instance -> RequestContext.instance(request, instance))));
            Response.ResponseBuilder response = Response.ok(TranscriptionView.of(result));
            return (result.replayed() ? response.header(IdempotencyKey.REPLAYED, "true") : response).build();
        } catch (Problem problem) {
            throw RecordingProblem.named(problem, "File");
        }
    }
}
