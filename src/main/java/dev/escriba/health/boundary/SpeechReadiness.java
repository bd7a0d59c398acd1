package dev.escriba.health.boundary;

import dev.escriba.health.control.ApplicationStart;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Readiness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** DOWN until recognition has proved that it works; says why. */
@ApplicationScoped
@org.eclipse.microprofile.health.Readiness
public class SpeechReadiness implements HealthCheck {

    @Inject
    ApplicationStart start;

    @Inject
    SpeechRecognition speech;

    @Override
    public HealthCheckResponse call() {
        if (!start.isComplete()) {
            return HealthCheckResponse.named("speech")
                    .withData("reason", ApplicationStart.REASON)
                    .down()
                    .build();
        }
        Readiness readiness = speech.readiness();
        var response = HealthCheckResponse.named("speech").status(readiness.isUp());
        readiness.reason().ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
