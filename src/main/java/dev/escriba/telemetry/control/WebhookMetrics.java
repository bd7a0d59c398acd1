package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/** The metrics of the attempts to deliver to webhooks. */
@ApplicationScoped
public class WebhookMetrics {

    private static final List<String> OUTCOMES = List.of("delivered", "failed", "parked", "postponed");

    @Inject
    Meters meters = new Meters();

    private Histogram attempts;

    @PostConstruct
    void register() {
        attempts = meters.seconds(
                "escriba_webhook_attempt_duration_seconds",
                "Duration of attempts to deliver to webhooks, by outcome: delivered, failed, parked, postponed.",
                "outcome");
        // an increase from no value at all is none for Prometheus
        OUTCOMES.forEach(attempts::initLabelValues);
    }

    /** Registers the metrics before the first attempt. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * Counts an attempt.
     *
     * @param outcome delivered, failed, parked or postponed
     */
    public void attempted(String outcome, double seconds) {
        attempts.labelValues(outcome).observe(seconds);
    }
}
