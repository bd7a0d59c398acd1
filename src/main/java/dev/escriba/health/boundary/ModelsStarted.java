package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Readiness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** UP once the models have been loaded and have proved themselves, and for good from then on. The database's schema is there before this is asked at all. */
@ApplicationScoped
@Startup
public class ModelsStarted implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    SpeechRecognition speech;

    private volatile boolean started;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.named("models")
                    .withData("reason", ApplicationStart.REASON)
                    .down()
                    .build();
        }
        Readiness readiness = speech.readiness();
        started |= readiness.isUp();
        var response = HealthCheckResponse.named("models").status(started);
        if (!started) {
            readiness.reason().ifPresent(reason -> response.withData("reason", reason));
        }
        return response.build();
    }
}
