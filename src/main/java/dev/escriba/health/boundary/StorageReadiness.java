package dev.escriba.health.boundary;

import dev.escriba.storage.control.DataDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN while uploads cannot be stored: the data directory is gone or read-only, or its disk is full. */
@ApplicationScoped
@Readiness
public class StorageReadiness implements HealthCheck {

    @Inject
    DataDirectory data;

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = data.trouble();
        var response = HealthCheckResponse.named("storage").status(trouble.isEmpty());
        trouble.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
