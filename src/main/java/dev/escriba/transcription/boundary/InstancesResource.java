package dev.escriba.transcription.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.Erasures;
import dev.escriba.transcription.control.InstanceFilter;
import dev.escriba.transcription.control.InstanceSearch;
import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.queue.Cancellations;
import dev.escriba.transcription.queue.RunEvents;
import dev.escriba.web.control.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The stored instances of the caller's account, or of the account that an administrator names. A caller that may only
 * transcribe sees those of its own credential.
 */
@RequestScoped
@Path("v2/Instances")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class InstancesResource {

    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;
    private static final int MAX_REQUEST_ID = 64;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    StoredInstances instances;

    @Inject
    InstanceSearch search;

    @Inject
    ReadableInstances readable;

    @Inject
    Erasures erasures;

    @Inject
    RunEvents events;

    @Inject
    Cancellations cancellations;

    @GET
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public InstancesPage list(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("userIdentifier") String userIdentifier,
            @QueryParam("channel") String channel,
            @QueryParam("model") String model,
            @QueryParam("state") String state,
            @QueryParam("requestId") String requestId,
            @QueryParam("text") String text,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Caller caller = currentCaller.get();
        Parameters parameters = new Parameters();
        Optional<UUID> account = parameters.uuid(ChosenAccount.PARAMETER, accountId);
        int pageSize = parameters.limit("limit", limit, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
        InstanceFilter filter = new InstanceFilter(
                readable.accountId(caller, account),
                ReadableInstances.onlyOwn(caller),
                parameters.storedText("requestId", requestId, MAX_REQUEST_ID),
                parameters.instant("from", from),
                parameters.instant("to", to),
                parameters.text("userIdentifier", userIdentifier, 256),
                parameters.text("channel", channel, 100),
                parameters.uuid("model", model),
                parameters.choice("state", state, states(), InstancesResource::state),
                parameters.cursor("after", after, PageCursor::of),
                pageSize + 1);
        if (filter.from().isPresent() && filter.to().isPresent()) {
            parameters.requireOrder("from", filter.from().get(), filter.to().get());
        }
        Optional<String> wanted = parameters.text("text", text, InstanceSearch.MAX_CHARACTERS);
        parameters.check();
        return wanted.isPresent()
                ? InstancesPage.of(search.find(filter.at(filter.after(), pageSize), wanted.get(), caller))
                : InstancesPage.of(instances.list(filter), pageSize);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public InstanceView one(@PathParam("id") String id, @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        InstanceSummary instance = readable.required(id, ReadableInstances.account(accountId));
        return InstanceView.of(
                instance, instances.transcript(UUID.fromString(instance.id())), events.progress(instance));
    }

    /** Cancels a run that waits or runs. Nothing is charged. */
    @POST
    @Path("{id}/cancel")
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_WRITER, Role.ADMINISTRATOR})
    public InstanceView cancel(@PathParam("id") String id, @QueryParam(ChosenAccount.PARAMETER) String accountId) {
        Optional<UUID> account = ReadableInstances.account(accountId);
        UUID instance = UUID.fromString(readable.cancellable(id, account).id());
        cancellations.cancel(currentCaller.get(), instance);
        return InstanceView.of(readable.cancellable(id, account), Optional.empty(), Optional.empty());
    }

    /**
     * Erases what one user has said: the transcripts of all its instances that have ended, and the user identifier in
     * them. The instances and their costs stay. An administrator erases those of the whole account.
     */
    @DELETE
    @RolesAllowed({Role.TRANSCRIBER, Role.ADMINISTRATOR})
    public ErasureView eraseUser(@QueryParam("userIdentifier") String userIdentifier) {
        Parameters parameters = new Parameters();
        Optional<String> user = parameters.storedText("userIdentifier", userIdentifier, 256);
        parameters.check();
        Caller caller = currentCaller.get();
        return ErasureView.of(erasures.erase(
                caller,
                caller.hasAnyRole(Role.ADMINISTRATOR) ? Optional.empty() : Optional.of(caller.getName()),
                user.orElseThrow(() -> Problem.invalid("userIdentifier", "parameter.missing"))));
    }

    private static Optional<InstanceState> state(String name) {
        return Arrays.stream(InstanceState.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String states() {
        return Arrays.stream(InstanceState.values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
