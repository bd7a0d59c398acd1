package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;

/** The metrics of HTTP requests and of refusals. */
@ApplicationScoped
public class RequestMetrics {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Inject
    Meters meters = new Meters();

    private Histogram requests;
    private Counter errors;
    private Counter rateLimits;
    private Counter outages;

    @PostConstruct
    void register() {
        requests = meters.seconds(
                "escriba_http_request_duration_seconds",
                "HTTP requests, from the first byte of the head to the end of the answer, by route, method"
                        + " and class of status.",
                "route",
                "method",
                "status");
        errors = meters.counter(
                "escriba_errors",
                "Requests that were answered with an error, by status and by the key of the message that they got.",
                "status",
                "kind");
        rateLimits = meters.counter(
                "escriba_rate_limit_refusals", "Requests that were refused because there were too many of them (429).");
        outages = meters.counter(
                "escriba_database_outages", "Requests that failed because the database was unreachable or too busy.");
    }

    /** Registers the metrics before the first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * Records an answered request.
     *
     * @param route path template of the operation
     */
    public void answered(String route, String method, int status, double seconds) {
        requests.labelValues(route, METHODS.contains(method) ? method : "other", status / 100 + "xx")
                .observe(seconds);
    }

    /**
     * Records an error answer.
     *
     * @param kind key of the message
     */
    public void refused(int status, String kind) {
        errors.labelValues(String.valueOf(status), kind).inc();
        if (status == 429) {
            rateLimits.inc();
        }
    }

    /** Records a request that failed because the database was unavailable. */
    public void databaseAway() {
        outages.inc();
    }
}
