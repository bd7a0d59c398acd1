package dev.escriba.web.control;

import dev.escriba.problem.control.Outage;
import dev.escriba.problem.entity.Problem;
import dev.escriba.telemetry.control.LogFields;
import dev.escriba.telemetry.control.Meters;
import dev.escriba.telemetry.control.RequestIds;
import dev.escriba.telemetry.control.RequestMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The beginning and the end of every request: its id, how many there are, and what is counted and logged of it when it is over. */
@ApplicationScoped
public class RequestLifecycle {

    /** On requests and on all answers. */
    public static final String ID_HEADER = "X-Request-Id";

    private static final Logger LOG = Logger.getLogger(RequestLifecycle.class.getName());
    private static final String ID = RequestLifecycle.class.getName() + ".id";

    @Inject
    OpenRequests open;

    @Inject
    RequestMetrics metrics;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_http_requests_in_progress",
                "Requests to the API that are being read, worked on or answered.",
                open::count);
    }

    /** A request has come; this thread works on it. */
    public void begin(HttpServletRequest request) {
        RequestContext.begin(request);
        String id = RequestIds.chosen(request.getHeader(ID_HEADER));
        request.setAttribute(ID, id);
        RequestIds.enter(id);
        if (RequestContext.isOfApi(request)) {
            open.enter();
        }
    }

    /** By what the request is called in the log and on its answer. */
    public static String id(HttpServletRequest request) {
        return request.getAttribute(ID) instanceof String known ? known : RequestIds.chosen(null);
    }

    /** It has been answered, or its client has gone. */
    public void end(HttpServletRequest request) {
        try {
            if (RequestContext.isOfApi(request)) {
                open.leave();
            }
            tell(request);
        } finally {
            RequestIds.leave();
        }
    }

    private void tell(HttpServletRequest request) {
        String route = RequestContext.route(request);
        int status = RequestContext.status(request);
        double seconds = RequestContext.seconds(request);
        metrics.answered(route, request.getMethod(), status, seconds);
        if (status < 400 || !(RequestContext.isOfApi(request) || route.equals("/metrics"))) {
            return;
        }
        Problem problem = request.getAttribute(ProblemBody.ANSWERED) instanceof Problem known ? known : null;
        String kind = problem == null ? "other" : problem.kind();
        metrics.refused(status, kind);
        if (problem != null && Outage.isBehind(problem.getCause())) {
            metrics.databaseAway();
        }
        new LogFields("refused")
                .with("status", status)
                .with("kind", kind)
                .with("method", request.getMethod())
                // a brace in a log line may be taken for a parameter
                .with("route", route.replaceAll("\\{(\\w+)}", ":$1"))
                .with("total", java.time.Duration.ofNanos((long) (seconds * 1e9)))
                .with("request", id(request))
                .log(LOG, Level.INFO);
    }
}
