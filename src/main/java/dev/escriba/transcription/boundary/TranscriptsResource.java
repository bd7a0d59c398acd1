package dev.escriba.transcription.boundary;

import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Role;
import dev.escriba.subtitles.control.Subtitles;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.control.Transcripts;
import dev.escriba.transcription.entity.CorrectedTranscript;
import dev.escriba.transcription.entity.InstanceSummary;
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
import java.util.Map;
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
    StoredTranscripts stored;

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
        InstanceSummary instance = stored.ended(id, account);
        return Response.ok(body(wanted, instance, stored.required(instance)), wanted.mediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** The peaks of the recording, which are kept as long as the transcript. */
    @GET
    @Path("peaks")
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public PeaksView peaks(@PathParam("id") String id, @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        InstanceSummary instance = stored.ended(id, ReadableInstances.account(accountId));
        return instances
                .peaks(UUID.fromString(instance.id()))
                .map(PeaksView::of)
                .orElseThrow(StoredTranscripts::notKept);
    }

    /** Deletes the transcript of an instance; the instance and its cost stay. */
    @DELETE
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    public void forget(@PathParam("id") String id) {
        transcripts.forget(
                currentCaller.get(),
                UUID.fromString(stored.ended(id, Optional.empty()).id()));
    }

    private static Object body(TranscriptFormat wanted, InstanceSummary instance, CorrectedTranscript transcript) {
        Map<Integer, String> speakers = transcript.machine().speakers();
        return switch (wanted) {
            case TEXT -> transcript.text();
            case VTT -> Subtitles.webVtt(transcript.spoken(), speakers);
            case SRT -> Subtitles.subRip(transcript.spoken(), speakers);
            default -> TranscriptView.of(instance, transcript);
        };
    }
}
