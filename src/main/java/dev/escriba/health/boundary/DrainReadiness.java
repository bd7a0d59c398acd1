package dev.escriba.health.boundary;

import dev.escriba.health.control.Draining;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN while the node is being drained, so that a balancer sends it nothing new; says how much is still under way. */
@ApplicationScoped
@Readiness
public class DrainReadiness implements HealthCheck {

    @Inject
    Draining draining;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("draining")
                .withData("requests", draining.openRequests())
                .withData("runs", draining.runs());
        return draining.isAsked()
                ? response.withData("reason", "draining").down().build()
                : response.up().build();
    }
}
