package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * What the service learns about a request and its answer, for the log line and the metrics at its end. Stored in
 * attributes of the request.
 */
public final class RequestContext {

    private static final String KIND = RequestContext.class.getName() + ".kind";
    private static final String ROUTE = RequestContext.class.getName() + ".route";
    private static final String STATUS = RequestContext.class.getName() + ".status";
    private static final String INSTANCE = RequestContext.class.getName() + ".instance";
    private static final String BEGAN = RequestContext.class.getName() + ".began";
    private static final String HEALTH = "/health";

    private RequestContext() {}

    /**
     * The request has begun. Its kind is derived from the path now, because some servers change the path when they call
     * an error page.
     */
    static void begin(HttpServletRequest request) {
        request.setAttribute(BEGAN, System.nanoTime());
        request.setAttribute(KIND, kind(request.getRequestURI(), request.getContextPath()));
    }

    private static String kind(String spelt, String context) {
        String path = PlainPath.of(spelt.startsWith(context) ? spelt.substring(context.length()) : spelt);
        for (String kind :
                new String[] {Face.HUB.root(), Face.OPENAI.root(), HEALTH, "/metrics", "/openapi", "/sign-in"}) {
            if (path.equals(kind) || path.startsWith(kind + "/")) {
                return kind;
            }
        }
        return "other";
    }

    /** Whether the request is for one of the APIs, whichever page answers it. */
    static boolean isOfApi(HttpServletRequest request) {
        return face(request).isPresent();
    }

    /** Whether the request is for a page: neither for one of the APIs nor for a health check. */
    static boolean isPage(HttpServletRequest request) {
        return !isOfApi(request) && !HEALTH.equals(request.getAttribute(KIND));
    }

    /** The face of a request that has begun; empty for other pages, and before the start. */
    static Optional<Face> face(HttpServletRequest request) {
        return request.getAttribute(KIND) instanceof String kind ? Face.ofPath(kind) : Optional.empty();
    }

    /** The request has begun a run, or gets the result of one. The answer names its instance. */
    public static void instance(HttpServletRequest request, UUID instance) {
        request.setAttribute(INSTANCE, instance.toString());
    }

    /** The instance of the run of this request. */
    public static Optional<String> instance(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(INSTANCE));
    }

    /** Seconds since the start of the request. */
    static double seconds(HttpServletRequest request) {
        return request.getAttribute(BEGAN) instanceof Long began ? (System.nanoTime() - began) / 1e9 : 0;
    }

    /** The operation of the request is known. */
    public static void route(HttpServletRequest request, String template) {
        request.setAttribute(ROUTE, template);
    }

    /** The path template of the operation. Other requests have one of a few kinds instead. */
    static String route(HttpServletRequest request) {
        if (request.getAttribute(ROUTE) instanceof String known) {
            return known;
        }
        return request.getAttribute(KIND) instanceof String kind ? kind : "other";
    }

    /** Records the status of the answer. The last status counts, because an error page is called after the failure. */
    public static void answered(HttpServletRequest request, int status) {
        request.setAttribute(STATUS, status);
    }

    static int status(HttpServletRequest request) {
        return request.getAttribute(STATUS) instanceof Integer known ? known : 500;
    }
}
