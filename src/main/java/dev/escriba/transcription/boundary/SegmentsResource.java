package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.culture.entity.VisibleText;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.Corrections;
import dev.escriba.transcription.entity.CorrectedTranscript;
import dev.escriba.transcription.entity.Correction;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.web.control.JsonForm;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Corrects the segments of a stored transcript. */
@RequestScoped
@Path("v2/Instances/{id}/transcript/segments/{n}")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
@RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
public class SegmentsResource {

    private static final String TEXT = "text";
    private static final String WAS = "was";

    @Inject
    CurrentCaller currentCaller;

    @Inject
    StoredTranscripts stored;

    @Inject
    Corrections corrections;

    /**
     * Corrects a segment. An empty text says that nothing is spoken there; the text of the machine undoes. {@code was}
     * keeps a caller from replacing a text that the caller has not seen.
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public TranscriptView.SegmentView correct(@PathParam("id") String id, @PathParam("n") String n, InputStream body) {
        InstanceSummary instance = stored.ended(id, Optional.empty());
        CorrectedTranscript transcript = stored.required(instance);
        int segment = position(n, transcript);
        JsonForm form = JsonForm.of(body, Set.of(TEXT, WAS));
        Optional<String> was = form.optionalText(WAS);
        String machine = transcript.machine().segments().get(segment).text();
        corrections.correct(
                currentCaller.get(),
                UUID.fromString(instance.id()),
                new Corrections.Change(segment, machine, text(form, machine), was));
        return view(instance, segment);
    }

    /**
     * Gives a segment the text of the machine back, whatever correction there is. A text that the caller has seen comes
     * in no address, because servers log addresses: {@link #correct} with the text of the machine takes it.
     */
    @DELETE
    public TranscriptView.SegmentView undo(@PathParam("id") String id, @PathParam("n") String n) {
        InstanceSummary instance = stored.ended(id, Optional.empty());
        int segment = position(n, stored.required(instance));
        corrections.undo(currentCaller.get(), UUID.fromString(instance.id()), segment);
        return view(instance, segment);
    }

    private TranscriptView.SegmentView view(InstanceSummary instance, int segment) {
        return TranscriptView.SegmentView.of(segment, stored.required(instance));
    }

    private static int position(String n, CorrectedTranscript transcript) {
        int count = transcript.machine().segments().size();
        if (n.matches("0|[1-9]\\d{0,8}") && Integer.parseInt(n) < count) {
            return Integer.parseInt(n);
        }
        throw Problem.of(404, "instance.segment-unknown");
    }

    /** The text of the machine is no new text: it undoes a correction, however long it is. */
    private static String text(JsonForm form, String machine) {
        String text = form.string(TEXT).map(String::strip).orElse("");
        if (form.string(TEXT).isEmpty()) {
            form.wrong(TEXT, Message.of("parameter.missing"));
        } else if (text.equals(machine.strip())) {
            return text;
        } else if (text.codePointCount(0, text.length()) > Correction.MAX_CHARACTERS) {
            form.wrong(TEXT, Message.of("text.too-long", Correction.MAX_CHARACTERS));
        } else if (!VisibleText.isLine(text)) {
            form.wrong(TEXT, Message.of("text.control-characters"));
        }
        form.check();
        return text;
    }
}
