package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** The metrics of the attempts to deliver to webhooks. */
@ApplicationScoped
public class WebhookMetrics {

    @Inject
    Meters meters = new Meters();

    private Histogram attempts;

    @PostConstruct
    void register() {
        attempts = meters.seconds(
                "escriba_webhook_attempt_duration_seconds",
                "Duration of attempts to deliver to webhooks, by outcome: delivered, failed, parked.",
                "outcome");
    }

    /** Registers the metrics before the first attempt. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * Counts an attempt.
     *
     * @param outcome delivered, failed or parked
     */
    public void attempted(String outcome, double seconds) {
        attempts.labelValues(outcome).observe(seconds);
    }
}
