package dev.escriba.openai.boundary;

import dev.escriba.models.entity.AiModel;
import dev.escriba.openai.control.ModelNames;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The models that a request can name. */
@RequestScoped
@Path("models")
public class ModelsResource {

    @Inject
    ModelNames models;

    @Inject
    CurrentCaller currentCaller;

    @GET
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public Response all() {
        JsonArrayBuilder data = Json.createArrayBuilder();
        models.listed(currentCaller.get()).forEach((name, model) -> data.add(view(name, model)));
        return answer(Json.createObjectBuilder()
                .add("object", "list")
                .add("data", data)
                .build());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.USAGE_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public Response one(@PathParam("id") String id) {
        AiModel model = models.required(id);
        Caller caller = currentCaller.get();
        if (!caller.mayUse(model.id())) {
            throw Problem.at("ModelId", 404, "model.unknown");
        }
        return answer(view(id, model).build());
    }

    /** The catalogue has no dates: {@code created} is 0. */
    private static JsonObjectBuilder view(String name, AiModel model) {
        return Json.createObjectBuilder()
                .add("id", name)
                .add("object", "model")
                .add("created", 0)
                .add("owned_by", model.provider())
                .addNull("shutdown_date");
    }

    private static Response answer(JsonObject json) {
        return Response.ok(json.toString().getBytes(StandardCharsets.UTF_8))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}
