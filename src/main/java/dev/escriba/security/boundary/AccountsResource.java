package dev.escriba.security.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.AccountSettings;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.JsonForm;
import dev.escriba.web.control.Parameters;
import dev.escriba.web.control.PublicAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Manages accounts, for administrators. All accounts are in the one configured currency. */
@RequestScoped
@Path("v2/Accounts")
@RolesAllowed(Role.ADMINISTRATOR)
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class AccountsResource {

    private static final Set<String> OF_NEW = Set.of("name", "scale", "requestsPerMinute");
    private static final Set<String> OF_CHANGE = Set.of("name", "requestsPerMinute", "enabled");

    @Inject
    CurrentCaller currentCaller;

    @Inject
    Accounts accounts;

    @Inject
    AccountSettings settings;

    @Inject
    Clock clock;

    @Inject
    PublicAddress publicAddress;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    @GET
    public List<AccountView> all() {
        return accounts.all().stream().map(AccountView::of).toList();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Caller caller = currentCaller.get();
        JsonForm form = JsonForm.of(body, OF_NEW);
        String name = name(form);
        form.refuseNull("scale");
        int scale = form.integer("scale", 0, Account.MAX_PLACES).orElse(settings.scale());
        Optional<Integer> requests = requests(form);
        form.check();
        Account created;
        try {
            created = accounts.create(caller, name, settings.currency(), scale, requests);
        } catch (RuntimeException e) {
            throw !(e instanceof Problem) && accounts.findByName(name).isPresent() ? taken() : e;
        }
        return Response.created(publicAddress.of(request, uri.getBaseUri(), "v2/Accounts/" + created.id()))
                .entity(AccountView.of(created))
                .build();
    }

    @GET
    @Path("{id}")
    public AccountView one(@PathParam("id") String id) {
        return Parameters.pathId(id)
                .flatMap(known -> accounts.find(known.toString()))
                .map(AccountView::of)
                .orElseThrow(AccountsResource::unknown);
    }

    /** Changes name, limit, or whether the account is enabled. */
    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public AccountView change(@PathParam("id") String id, InputStream body) {
        Caller caller = currentCaller.get();
        JsonForm form = JsonForm.of(body, OF_CHANGE);
        Optional<String> name = form.has("name") ? Optional.of(name(form)) : Optional.empty();
        Optional<Integer> requests = requests(form);
        Optional<Boolean> enabled = form.flag("enabled");
        form.check();
        try {
            return Parameters.pathId(id)
                    .flatMap(known -> accounts.change(caller, known, account -> {
                        name.ifPresent(account::rename);
                        if (form.has("requestsPerMinute")) {
                            account.limit(requests);
                        }
                        enabled.filter(chosen -> chosen).ifPresent(chosen -> account.enable());
                        enabled.filter(chosen -> !chosen).ifPresent(chosen -> account.disable(caller, clock.instant()));
                    }))
                    .map(AccountView::of)
                    .orElseThrow(AccountsResource::unknown);
        } catch (RuntimeException e) {
            boolean another = !(e instanceof Problem)
                    && name.flatMap(accounts::findByName)
                            .filter(account -> !account.id().equalsIgnoreCase(id))
                            .isPresent();
            throw another ? taken() : e;
        }
    }

    private static String name(JsonForm form) {
        return form.line("name", Account.MAX_NAME_CHARACTERS);
    }

    private static Optional<Integer> requests(JsonForm form) {
        return form.integer("requestsPerMinute", 1, ApiKey.MAX_REQUESTS_PER_MINUTE);
    }

    private static Problem unknown() {
        return Problem.of(404, "security.account-unknown");
    }

    private static Problem taken() {
        return Problem.at("name", 409, "security.account-taken");
    }
}
