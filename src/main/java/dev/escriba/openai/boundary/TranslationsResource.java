package dev.escriba.openai.boundary;

import dev.escriba.openai.entity.Task;
import dev.escriba.security.entity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Transcribes English speech. Other speech is refused, because Escriba does not translate. */
@RequestScoped
@Path("audio/translations")
public class TranslationsResource {

    @Inject
    AudioRuns runs;

    @Context
    HttpServletRequest request;

    @POST
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    public Response answer(InputStream body) {
        return runs.answer(Task.TRANSLATE, body, request);
    }
}
