package dev.escriba.health.boundary;

import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Readiness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** DOWN until the models have transcribed their sample. The answer names the reason. */
@ApplicationScoped
@org.eclipse.microprofile.health.Readiness
public class SpeechReadiness implements HealthCheck {

    @Inject
    SpeechRecognition speech;

    @Override
    public HealthCheckResponse call() {
        Readiness readiness = speech.readiness();
        var response = HealthCheckResponse.named("speech").status(readiness.isUp());
        readiness.reason().ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
