package dev.escriba.webhooks.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.control.KeyNames;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.Parameters;
import dev.escriba.web.control.PublicAddress;
import dev.escriba.webhooks.control.AttemptTransactions;
import dev.escriba.webhooks.control.Deliveries;
import dev.escriba.webhooks.control.Webhooks;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Manages the webhooks of an account, and shows their deliveries. */
@RequestScoped
@Path("v2/Webhooks")
@RolesAllowed({Role.WEBHOOKS_MANAGER, Role.ADMINISTRATOR})
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class WebhooksResource {

    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE_SIZE = 200;

    /** Batches of deliveries that are deleted while the caller waits. Each is a transaction. */
    private static final int MAX_BATCHES = 10;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ChosenAccount chosenAccount;

    @Inject
    Webhooks webhooks;

    @Inject
    Deliveries deliveries;

    @Inject
    AttemptTransactions attempts;

    @Inject
    KeyNames keys;

    @Inject
    Clock clock;

    @Inject
    PublicAddress publicAddress;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    @GET
    public WebhookView.Page list(
            @QueryParam(ChosenAccount.PARAMETER) String accountId,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        Caller caller = currentCaller.get();
        Parameters parameters = new Parameters();
        Optional<UUID> named = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        Optional<PageCursor> position = parameters.cursor("after", after, PageCursor::of);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        parameters.check();
        List<Webhook> found = webhooks.list(caller, chosenAccount.of(caller, named), position, most + 1);
        return WebhookView.Page.of(found, most, ends(found));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Caller caller = currentCaller.get();
        WebhookForm form = WebhookForm.ofNew(body, webhooks.permitPlainHttp());
        String name = form.name();
        String url = form.url();
        Set<EventType> events = form.events();
        Optional<UUID> named = form.accountId();
        Consumer<Webhook> settings = form.settings();
        form.check();
        Account account = chosenAccount.of(caller, named);
        Webhooks.WithSecret created = webhooks.create(caller, account, name, url, events, settings);
        return Response.created(publicAddress.of(
                        request,
                        uri.getBaseUri(),
                        "v2/Webhooks/" + created.webhook().id()))
                .entity(WebhookView.of(created, Map.of()))
                .build();
    }

    @GET
    @Path("{id}")
    public WebhookView one(@PathParam("id") String id) {
        return view(required(id));
    }

    /** Changes name, address, events, or whether the webhook is enabled. */
    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public WebhookView change(@PathParam("id") String id, InputStream body) {
        Caller caller = currentCaller.get();
        WebhookForm form = WebhookForm.ofChange(body, webhooks.permitPlainHttp());
        Consumer<Webhook> change = form.change();
        form.check();
        return Parameters.pathId(id)
                .flatMap(known -> webhooks.change(caller, known, change))
                .map(this::view)
                .orElseThrow(WebhooksResource::unknown);
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        Caller caller = currentCaller.get();
        UUID deleted = Parameters.pathId(id)
                .filter(known -> webhooks.delete(caller, known))
                .orElseThrow(WebhooksResource::unknown);
        // the purge deletes the rest
        for (int i = 0; i < MAX_BATCHES && attempts.forget(deleted.toString()) > 0; i++) {}
    }

    /** Makes a new secret. The one before signs too for a while. */
    @POST
    @Path("{id}/rotate")
    public WebhookView rotate(@PathParam("id") String id) {
        Caller caller = currentCaller.get();
        return Parameters.pathId(id)
                .flatMap(known -> webhooks.rotate(caller, known))
                .map(rotated -> WebhookView.of(rotated, ends(List.of(rotated.webhook()))))
                .orElseThrow(WebhooksResource::unknown);
    }

    @GET
    @Path("{id}/deliveries")
    public DeliveryView.Page deliveries(
            @PathParam("id") String id,
            @QueryParam("state") String state,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        Parameters parameters = new Parameters();
        Optional<DeliveryState> wanted = parameters.choice("state", state, states(), WebhooksResource::stateOf);
        Optional<PageCursor> position = parameters.cursor("after", after, PageCursor::of);
        int most = parameters.limit("limit", limit, USUAL_PAGE, MAX_PAGE_SIZE);
        parameters.check();
        return DeliveryView.Page.of(deliveries.list(required(id), wanted, position, most + 1), most);
    }

    private WebhookView view(Webhook webhook) {
        return WebhookView.of(webhook, ends(List.of(webhook)));
    }

    /** The ends of the keys that registered these webhooks. */
    private Map<String, Instant> ends(List<Webhook> found) {
        return keys.ends(found.stream().map(Webhook::createdBy).distinct().toList(), clock.instant());
    }

    private Webhook required(String id) {
        Caller caller = currentCaller.get();
        return Parameters.pathId(id)
                .flatMap(known -> webhooks.find(caller, known))
                .orElseThrow(WebhooksResource::unknown);
    }

    private static Problem unknown() {
        return Problem.of(404, "webhook.unknown");
    }

    private static Optional<DeliveryState> stateOf(String name) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String states() {
        return Arrays.stream(DeliveryState.values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
