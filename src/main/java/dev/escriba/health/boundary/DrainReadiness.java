package dev.escriba.health.boundary;

import dev.escriba.health.control.Draining;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * DOWN while the node is draining, so that a load balancer sends it no new requests. Only then does it report the
 * number of open requests and runs: health checks are public, and the load of the node is not.
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
