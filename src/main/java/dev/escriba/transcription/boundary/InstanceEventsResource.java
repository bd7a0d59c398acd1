package dev.escriba.transcription.boundary;

import dev.escriba.security.control.ChosenAccount;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.transcription.queue.RunEvents;
import dev.escriba.transcription.queue.StreamLimits;
import dev.escriba.web.control.LiveResponse;
import dev.escriba.web.control.RequestCulture;
import dev.escriba.web.control.RequestLifecycle;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/**
 * Sends the progress of a run as server-sent events. A stream has a thread of its own, because the server has too few
 * threads for long requests.
 */
@RequestScoped
@Path("v2/Instances/{id}/events")
public class InstanceEventsResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    ReadableInstances readable;

    @Inject
    RunEvents events;

    @Inject
    StreamLimits limits;

    @Inject
    WorkInProgress work;

    @Inject
    RequestLifecycle lifecycle;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    @Context
    HttpServletRequest request;

    @GET
    @Produces("text/event-stream")
    @RolesAllowed({Role.TRANSCRIBER, Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR})
    public void stream(
            @PathParam("id") String id,
            @QueryParam(ChosenAccount.PARAMETER) String accountId,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Suspended AsyncResponse answer) {
        UUID instance = UUID.fromString(
                readable.required(id, ReadableInstances.account(accountId)).id());
        Runnable left = limits.enter(currentCaller.get());
        boolean begun = false;
        try {
            InstanceEventStream stream = new InstanceEventStream(
                    instance,
                    LastEvent.of(lastEventId),
                    events,
                    () -> !work.isOpenToQueue(),
                    LiveResponse.of(request),
                    RequestCulture.of(request).tag());
            Thread thread = threads.newThread(() -> {
                try {
                    stream.run();
                } finally {
                    left.run();
                    // the answer has been written
                    answer.resume(Response.ok().build());
                }
            });
            thread.setName("escriba-events");
            thread.start();
            lifecycle.detach(request);
            begun = true;
        } finally {
            if (!begun) {
                left.run();
            }
        }
    }
}
