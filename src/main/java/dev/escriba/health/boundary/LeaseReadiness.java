package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.transcription.control.LeaseState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * DOWN if the job of the leases has not ended for longer than a lease: other nodes would end the runs of this node.
 * The job skips runs whose rows are locked. The check reports them and stays UP: other accounts can go on.
 */
@ApplicationScoped
@Readiness
public class LeaseReadiness implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    LeaseState leases;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.named("leases")
                    .withData("reason", ApplicationStart.REASON)
                    .down()
                    .build();
        }
        var response = HealthCheckResponse.named("leases").status(!leases.isOverdue());
        leases.passedOverSince().ifPresent(since -> response.withData("passedOver", leases.passedOver())
                .withData("since", since.toString()));
        return response.build();
    }
}
