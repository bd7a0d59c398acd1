package dev.escriba.webhooks.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.Parameters;
import dev.escriba.webhooks.control.Deliveries;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Begins a delivery again, in any state. Its id stays, so the receiver recognises it. */
@RequestScoped
@Path("v2/WebhookDeliveries/{id}/redeliver")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class RedeliveryResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    Deliveries deliveries;

    @POST
    @RolesAllowed({Role.WEBHOOKS_MANAGER, Role.ADMINISTRATOR})
    public DeliveryView redeliver(@PathParam("id") String id) {
        Caller caller = currentCaller.get();
        return Parameters.pathId(id)
                .flatMap(known -> deliveries.redeliver(caller, known))
                .map(DeliveryView::of)
                .orElseThrow(() -> Problem.of(404, "webhook.delivery-unknown"));
    }
}
