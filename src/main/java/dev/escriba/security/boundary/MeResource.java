package dev.escriba.security.boundary;

import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.UUID;

/** Describes the caller: account, roles and models. A page or a client calls it first. */
@RequestScoped
@Path("v2/Me")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class MeResource {

    @Inject
    CurrentCaller currentCaller;

    /** {@code models} is null if the caller may use all models. */
    @JsonbNillable
    @JsonbPropertyOrder({"name", "accountId", "roles", "models"})
    public record Me(String name, String accountId, List<String> roles, List<UUID> models) {}

    @GET
    @RolesAllowed({
        Role.TRANSCRIBER,
        Role.INSTANCES_READER,
        Role.USAGE_READER,
        Role.AUDITOR,
        Role.MODELS_WRITER,
        Role.ADMINISTRATOR
    })
    public Me me() {
        Caller caller = currentCaller.get();
        return new Me(
                caller.name(),
                caller.accountId(),
                caller.roles().stream().sorted().toList(),
                caller.models().map(ids -> ids.stream().sorted().toList()).orElse(null));
    }
}
