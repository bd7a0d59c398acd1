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

/**
 * Assigns each request its id, counts the open requests, and writes the log line and the metrics of a request at its
 * end.
 */
@ApplicationScoped
public class RequestLifecycle {

    /** Header of the request id, on requests and on all answers. */
    public static final String ID_HEADER = "X-Request-Id";

    private static final Logger LOG = Logger.getLogger(RequestLifecycle.class.getName());
    private static final String ID = RequestLifecycle.class.getName() + ".id";
    private static final String DETACHED = RequestLifecycle.class.getName() + ".detached";

    @Inject
    OpenRequests open;

    @Inject
    BodyPlaces bodies;

    @Inject
    PagePlaces pages;

    @Inject
    RequestMetrics metrics;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge(
                "escriba_http_requests_in_progress",
                "Requests to the API that are being read, worked on or answered.",
                open::count);
        meters.gauge(
                "escriba_http_bodies_being_read",
                "Request bodies that are being read, and stored files that are being downloaded.",
                bodies::count);
        meters.gauge(
                "escriba_http_pages_in_progress",
                "Pages outside of the API that are being answered, apart from health checks.",
                pages::count);
    }

    /** A request begins on this thread. */
    public void begin(HttpServletRequest request) {
        RequestContext.begin(request);
        String id = RequestIds.chosen(request.getHeader(ID_HEADER));
        request.setAttribute(ID, id);
        RequestIds.enter(id);
        if (RequestContext.isOfApi(request)) {
            open.enter();
        }
    }

    /** The id of the request. */
    public static String id(HttpServletRequest request) {
        return request.getAttribute(ID) instanceof String known ? known : RequestIds.chosen(null);
    }

    /** A request has been answered, or its client is gone. */
    public void end(HttpServletRequest request) {
        try {
            RequestBody.leave(request);
            pages.leave(request);
            detach(request);
            report(request);
        } finally {
            RequestIds.leave();
        }
    }

    /**
     * The request goes on without a thread of the server. It does not count as open any more: the limit of open
     * requests is one of threads.
     */
    public void detach(HttpServletRequest request) {
        if (RequestContext.isOfApi(request) && request.getAttribute(DETACHED) == null) {
            request.setAttribute(DETACHED, true);
            open.leaveShare(request);
            open.leave();
        }
    }

    private void report(HttpServletRequest request) {
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
                // log formatters may take a brace for a parameter
                .with("route", route.replaceAll("\\{(\\w+)}", ":$1"))
                .with("total", java.time.Duration.ofNanos((long) (seconds * 1e9)))
                .with("request", id(request))
                .log(LOG, Level.INFO);
    }
}
