package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.health.control.DatabaseMonitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN while the database does not answer: no run could be stored or charged. */
@ApplicationScoped
@Readiness
public class DatabaseReadiness implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    DatabaseMonitor database;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.named("database")
                    .withData("reason", ApplicationStart.REASON)
                    .down()
                    .build();
        }
        return HealthCheckResponse.named("database").status(database.isUp()).build();
    }
}
