package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;

/** The metrics of models on other servers. */
@ApplicationScoped
public class RemoteMetrics {

    @Inject
    Meters meters = new Meters();

    private Counter requests;
    private Histogram duration;
    private Counter fallbacks;

    /** For use without a container. */
    public static RemoteMetrics standalone() {
        RemoteMetrics alone = new RemoteMetrics();
        alone.register();
        return alone;
    }

    @PostConstruct
    void register() {
        requests = meters.counter(
                "escriba_remote_requests",
                "Requests to models on other servers, by model and outcome: succeeded, cancelled, or the fault.",
                "model",
                "outcome");
        duration = meters.seconds(
                "escriba_remote_request_duration_seconds",
                "Duration of a request to a model on another server, by model.",
                "model");
        fallbacks = meters.counter(
                "escriba_fallbacks",
                "Runs that another model took over, by the model that failed and the one that took over.",
                "from",
                "to");
    }

    /** Registers the metrics before the first run. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Registers the gauge of the states: by model 1 if it is asked, 0 if not. */
    public void states(Supplier<Map<String, Double>> states) {
        meters.gauge(
                "escriba_remote_up",
                "Whether a model on another server is asked (1), or failed too often or is not configured (0).",
                "model",
                states);
    }

    /** A request ended. */
    public void ended(String model, String outcome) {
        requests.labelValues(model, outcome).inc();
    }

    /** How long a request took. */
    public void took(String model, long nanos) {
        duration.labelValues(model).observe(nanos / 1e9);
    }

    /** Another model took over. */
    public void tookOver(String from, String to) {
        fallbacks.labelValues(from, to).inc();
    }
}
