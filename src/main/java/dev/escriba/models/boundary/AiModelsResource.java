package dev.escriba.models.boundary;

import dev.escriba.models.control.Models;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/** The catalogue, for callers who want to choose. */
@RequestScoped
@Path("v2/AIModels")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class AiModelsResource {

    @Inject
    Models models;

    @GET
    public List<AiModelView> all() {
        return models.all().stream().map(AiModelView::of).toList();
    }
}
