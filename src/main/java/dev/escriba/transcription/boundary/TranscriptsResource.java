package dev.escriba.transcription.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Role;
import dev.escriba.subtitles.control.Subtitles;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.control.Transcripts;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.TranscriptDocument;
import dev.escriba.web.control.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored transcript of an instance, for the callers that may read the instance. Here {@code text/plain} is the
 * text, not JSON.
 */
@RequestScoped
@Path("v2/Instances/{id}/transcript")
public class TranscriptsResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ReadableInstances readable;

    @Inject
    StoredInstances instances;

    @Inject
    Transcripts transcripts;

    @Context
    HttpHeaders headers;

    /**
     * The transcript as text, subtitles or JSON.
     *
     * @param format is for browsers; without it, {@code Accept} decides
     */
    @GET
    @Produces("*/*")
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public Response read(
            @PathParam("id") String id,
            @QueryParam("format") String format,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Parameters parameters = new Parameters();
        Optional<UUID> account = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        Optional<TranscriptFormat> chosen =
                parameters.choice("format", format, TranscriptFormat.words(), TranscriptFormat::ofWord);
        parameters.check();
        TranscriptFormat wanted = chosen.orElseGet(() -> TranscriptFormat.of(headers.getAcceptableMediaTypes()));
        InstanceSummary instance = ended(id, account);
        String text = instances.transcript(UUID.fromString(instance.id())).orElseThrow(TranscriptsResource::notKept);
        return Response.ok(body(wanted, instance, text), wanted.mediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** The peaks of the recording, which are kept as long as the transcript. */
    @GET
    @Path("peaks")
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public PeaksView peaks(@PathParam("id") String id, @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        InstanceSummary instance = ended(id, ReadableInstances.account(accountId));
        return instances
                .peaks(UUID.fromString(instance.id()))
                .map(PeaksView::of)
                .orElseThrow(TranscriptsResource::notKept);
    }

    /** Deletes the transcript of an instance; the instance and its cost stay. */
    @DELETE
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    public void forget(@PathParam("id") String id) {
        transcripts.forget(
                currentCaller.get(), UUID.fromString(ended(id, Optional.empty()).id()));
    }

    private Object body(TranscriptFormat wanted, InstanceSummary instance, String text) {
        if (wanted == TranscriptFormat.TEXT) {
            return text;
        }
        TranscriptDocument document = instances
                .document(UUID.fromString(instance.id()))
                .orElseGet(() -> TranscriptDocument.ofText(
                        text,
                        Optional.ofNullable(instance.language()),
                        instance.duration().orElse(Duration.ZERO)));
        return switch (wanted) {
            case VTT -> Subtitles.webVtt(document.segments(), document.speakers());
            case SRT -> Subtitles.subRip(document.segments(), document.speakers());
            default -> TranscriptView.of(instance, text, document);
        };
    }

    private InstanceSummary ended(String id, Optional<UUID> account) {
        InstanceSummary instance = readable.required(id, account);
        if (!instance.state().isFinal()) {
            throw Problem.of(409, "instance.running");
        }
        return instance;
    }

    private static Problem notKept() {
        return Problem.of(404, "instance.transcript-not-kept");
    }
}
