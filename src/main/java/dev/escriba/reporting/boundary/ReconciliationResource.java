package dev.escriba.reporting.boundary;

import dev.escriba.reporting.control.ReconciliationJob;
import dev.escriba.security.entity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Runs the reconciliation of all accounts now, for administrators. */
@RequestScoped
@Path("v2/Billing/reconciliation")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class ReconciliationResource {

    @Inject
    ReconciliationJob reconciliation;

    @GET
    @RolesAllowed(Role.ADMINISTRATOR)
    public ReconciliationView reconcile() {
        return ReconciliationView.of(reconciliation.check());
    }
}
