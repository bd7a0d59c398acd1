package dev.escriba.security.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.ApiKeyAdministration;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.Scope;
import dev.escriba.web.control.Parameters;
import dev.escriba.web.control.PublicAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Manages the API keys of all accounts, for administrators. Lists include revoked keys. */
@RequestScoped
@Path("v2/ApiKeys")
@RolesAllowed(Role.ADMINISTRATOR)
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class ApiKeysResource {

    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE_SIZE = 200;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    Accounts accounts;

    @Inject
    ApiKeyAdministration keys;

    @Inject
    Clock clock;

    @Inject
    PublicAddress publicAddress;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Caller caller = currentCaller.get();
        ApiKeyForm form = ApiKeyForm.ofNew(body);
        String name = form.name();
        Optional<String> named = form.accountId();
        Set<Scope> scopes = form.scopes();
        Consumer<ApiKey> settings = form.settings(clock.instant());
        form.check();
        Account account = accounts.find(named.orElse(caller.accountId()))
                .orElseThrow(() -> Problem.at("accountId", 404, "security.account-unknown"));
        ApiKeyAdministration.CreatedKey created = keys.create(caller, account, name, scopes, settings);
        return Response.created(publicAddress.of(
                        request, uri.getBaseUri(), "v2/ApiKeys/" + created.key().id()))
                .entity(ApiKeyView.of(created))
                .build();
    }

    @GET
    public ApiKeyView.Page list(
            @QueryParam("accountId") String accountId,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        Parameters parameters = new Parameters();
        Optional<UUID> account = parameters.uuid("accountId", accountId);
        Optional<PageCursor> position = parameters.cursor("after", after, PageCursor::of);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        parameters.check();
        return ApiKeyView.Page.of(keys.list(account, position, most + 1), most);
    }

    @GET
    @Path("{id}")
    public ApiKeyView one(@PathParam("id") String id) {
        return Parameters.pathId(id).flatMap(keys::find).map(ApiKeyView::of).orElseThrow(ApiKeysResource::unknown);
    }

    /** Changes name, scopes, models, limit or expiry. */
    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public ApiKeyView change(@PathParam("id") String id, InputStream body) {
        Caller caller = currentCaller.get();
        ApiKeyForm form = ApiKeyForm.ofChange(body);
        Consumer<ApiKey> change = form.change(clock.instant());
        form.check();
        return Parameters.pathId(id)
                .flatMap(known -> keys.change(caller, known, change))
                .map(ApiKeyView::of)
                .orElseThrow(ApiKeysResource::unknown);
    }

    /** Revokes a key. A revoked key cannot be used again. */
    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        Caller caller = currentCaller.get();
        if (Parameters.pathId(id).filter(known -> keys.revoke(caller, known)).isEmpty()) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.of(404, "security.key-unknown");
    }
}
