package dev.escriba.health.boundary;

import dev.escriba.health.control.Draining;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * DOWN while the node is being drained, so that a balancer sends it nothing new; then it says how much is still under way. At other times it does not: whoever
 * reaches the health checks would see how busy the node is.
 */
@ApplicationScoped
@Readiness
public class DrainReadiness implements HealthCheck {

    @Inject
    Draining draining;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("draining");
        if (!draining.isAsked()) {
            return response.up().build();
        }
        return response.withData("reason", "draining")
                .withData("requests", draining.openRequests())
                .withData("runs", draining.runs())
                .down()
                .build();
    }
}
