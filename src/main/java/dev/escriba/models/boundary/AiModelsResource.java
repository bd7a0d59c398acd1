package dev.escriba.models.boundary;

import dev.escriba.models.control.CatalogueAdministration;
import dev.escriba.models.control.ModelPrices;
import dev.escriba.models.control.ModelStates;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.Parameters;
import dev.escriba.web.control.PublicAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The catalogue of models: callers read what they may use, administrators change it. */
@RequestScoped
@Path("v2/AIModels")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class AiModelsResource {

    @Inject
    Models models;

    @Inject
    CatalogueAdministration administration;

    @Inject
    ModelPrices prices;

    @Inject
    ModelStates states;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    PublicAddress publicAddress;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    /** The models that the caller may use; for a caller that may change the catalogue, all models. */
    @GET
    @RolesAllowed({
        Role.TRANSCRIBER,
        Role.INSTANCES_READER,
        Role.USAGE_READER,
        Role.AUDITOR,
        Role.MODELS_WRITER,
        Role.ADMINISTRATOR
    })
    public List<AiModelView> all() {
        Caller caller = currentCaller.get();
        Map<UUID, PriceInForce> inForce = prices.inForce(caller.accountId());
        return visible(caller).stream()
                .map(entry -> view(entry, inForce, writes(caller)))
                .toList();
    }

    @GET
    @Path("{id}")
    @RolesAllowed({
        Role.TRANSCRIBER,
        Role.INSTANCES_READER,
        Role.USAGE_READER,
        Role.AUDITOR,
        Role.MODELS_WRITER,
        Role.ADMINISTRATOR
    })
    public Response one(@PathParam("id") String id) {
        return answer(Response.ok(), required(id));
    }

    /** Adds a remote model. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.MODELS_WRITER, Role.ADMINISTRATOR})
    public Response create(InputStream body) {
        Caller caller = currentCaller.get();
        AiModelForm form = AiModelForm.of(body, states.upstreams(), prices, caller.accountId());
        Optional<UUID> id = form.id();
        CatalogueModel created = administration.create(caller, id, form.entry(id));
        return answer(
                Response.created(publicAddress.of(
                        request,
                        uri.getBaseUri(),
                        "v2/AIModels/" + created.model().id())),
                created);
    }

    /** Replaces a model. The request names the ETag of the state that it is based on. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.MODELS_WRITER, Role.ADMINISTRATOR})
    public Response replace(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String tags, InputStream body) {
        AiModel known = required(id).model();
        Optional<Integer> version = IfMatch.version(tags);
        Caller caller = currentCaller.get();
        AiModelForm form = AiModelForm.of(body, states.upstreams(), prices, caller.accountId());
        form.requireId(known.id());
        CatalogueEntry entry = form.entry(Optional.of(known.id()));
        return answer(Response.ok(), administration.replace(caller, known.id(), version, entry));
    }

    /** Deletes a remote model. */
    @DELETE
    @Path("{id}")
    @RolesAllowed({Role.MODELS_WRITER, Role.ADMINISTRATOR})
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String tags) {
        UUID known = required(id).model().id();
        administration.delete(currentCaller.get(), known, IfMatch.version(tags));
    }

    private List<CatalogueModel> visible(Caller caller) {
        return writes(caller)
                ? models.catalogueNow()
                : models.catalogue().stream()
                        .filter(CatalogueModel::isUsable)
                        .filter(entry -> caller.mayUse(entry.model().id()))
                        .toList();
    }

    private CatalogueModel required(String id) {
        Optional<UUID> known = Parameters.pathId(id);
        return visible(currentCaller.get()).stream()
                .filter(entry -> known.filter(entry.model().id()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> Problem.of(404, "model.unknown"));
    }

    private Response answer(Response.ResponseBuilder response, CatalogueModel entry) {
        Caller caller = currentCaller.get();
        return response.entity(view(entry, prices.inForce(caller.accountId()), writes(caller)))
                .tag(new EntityTag(String.valueOf(entry.version())))
                .build();
    }

    private AiModelView view(CatalogueModel entry, Map<UUID, PriceInForce> inForce, boolean writes) {
        AiModel model = entry.model();
        return AiModelView.of(entry, Optional.ofNullable(inForce.get(model.id())), states.problem(model), writes);
    }

    private static boolean writes(Caller caller) {
        return caller.hasAnyRole(Role.MODELS_WRITER, Role.ADMINISTRATOR);
    }
}
