package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.health.control.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** DOWN when the process gets nothing done any more and only a restart helps. */
@ApplicationScoped
@Liveness
public class ProcessLiveness implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    Heartbeat heartbeat;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.up("process");
        }
        var fault = heartbeat.fault();
        var response = HealthCheckResponse.named("process").status(fault.isEmpty());
        fault.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
