package dev.escriba.models.boundary;

import dev.escriba.models.control.Models;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/** The catalogue of models that callers can choose from. */
@RequestScoped
@Path("v2/AIModels")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class AiModelsResource {

    @Inject
    Models models;

    @Inject
    CurrentCaller currentCaller;

    /** The models that the caller may use. */
    @GET
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public List<AiModelView> all() {
        Caller caller = currentCaller.get();
        return models.all().stream()
                .filter(model -> caller.mayUse(model.id()))
                .map(AiModelView::of)
                .toList();
    }
}
