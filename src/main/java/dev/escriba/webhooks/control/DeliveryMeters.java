package dev.escriba.webhooks.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Metrics of the deliveries of all nodes, sampled at intervals. */
@ApplicationScoped
public class DeliveryMeters {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    @Inject
    AttemptTransactions transactions;

    @Inject
    Schedule schedule;

    @Inject
    Meters meters;

    @Inject
    Clock clock;

    private volatile Optional<AttemptTransactions.Counts> last = Optional.empty();

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_webhook_deliveries_pending",
                "Deliveries to webhooks that wait for an attempt, of all nodes.",
                () -> last.map(counts -> (double) counts.pending()).orElse(Double.NaN));
        meters.gauge(
                "escriba_webhook_deliveries_parked",
                "Deliveries to webhooks that were given up and are kept, of all nodes.",
                () -> last.map(counts -> (double) counts.parked()).orElse(Double.NaN));
        meters.gauge(
                "escriba_webhook_oldest_age_seconds",
                "Age of the oldest delivery that waits for an attempt; 0 if none waits.",
                () -> last.map(counts -> counts.oldest().map(this::age).orElse(0.0))
                        .orElse(Double.NaN));
        schedule.every(WebhookSettings.INTERVAL, INTERVAL, Duration.ZERO, this::sample);
    }

    private double age(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3);
    }

    private void sample() {
        try {
            last = Optional.of(transactions.count());
        } catch (RuntimeException e) {
            // metrics show no value while it is unknown
            last = Optional.empty();
            throw e;
        }
    }
}
