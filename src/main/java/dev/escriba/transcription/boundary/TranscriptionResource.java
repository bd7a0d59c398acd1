package dev.escriba.transcription.boundary;

import dev.escriba.culture.control.CultureChoice;
import dev.escriba.media.entity.Upload;
import dev.escriba.security.control.Callers;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.TranscriptionRun;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Transcribe an audio or video file. */
@RequestScoped
@Path("v2/Audio/transcribe")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class TranscriptionResource {

    @Inject
    Callers callers;

    @Inject
    TranscriptionForm form;

    @Inject
    TranscriptionRun run;

    @Context
    HttpServletRequest request;

    @POST
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public TranscriptionView transcribe(List<EntityPart> parts) {
        Caller caller = callers.current();
        TranscriptionForm.Received received = form.read(parts, CultureChoice.of(request));
        try (Upload upload = received.upload()) {
            return TranscriptionView.of(run.run(caller, received.order(), upload));
        }
    }
}
