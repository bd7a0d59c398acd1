package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** The metrics of failed sign-ins. */
@ApplicationScoped
public class SignInMetrics {

    @Inject
    Meters meters = new Meters();

    private Counter failures;

    @PostConstruct
    void register() {
        failures = meters.counter(
                "escriba_failed_sign_ins",
                "Requests whose caller was not let in, by kind of credential (none, key, token, session, password,"
                        + " proxy) and by reason: invalid (401), forbidden (403), limited (429).",
                "credential",
                "reason");
    }

    /** Registers the metrics before the first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * Counts a request whose caller was not let in. An outage of the service is not a failed sign-in.
     *
     * @param credential its kind
     * @param status of the answer
     */
    public void failed(String credential, int status) {
        switch (status) {
            case 401 -> failures.labelValues(credential, "invalid").inc();
            case 403 -> failures.labelValues(credential, "forbidden").inc();
            case 429 -> failures.labelValues(credential, "limited").inc();
            default -> {
                // no credential is at fault
            }
        }
    }
}
