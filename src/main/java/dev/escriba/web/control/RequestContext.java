package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;

/** What becomes known of a request and its answer on the way, for whoever looks at it when it is over. Kept with the request itself. */
public final class RequestContext {

    private static final String API = "/api";
    private static final String KIND = RequestContext.class.getName() + ".kind";
    private static final String ROUTE = RequestContext.class.getName() + ".route";
    private static final String STATUS = RequestContext.class.getName() + ".status";
    private static final String BEGAN = RequestContext.class.getName() + ".began";

    private RequestContext() {}

    /** It has come. What its path says is noted now: some servers let the request of an error page keep that page's path. */
    static void begin(HttpServletRequest request) {
        request.setAttribute(BEGAN, System.nanoTime());
        request.setAttribute(KIND, kind(request.getRequestURI(), request.getContextPath()));
    }

    private static String kind(String path, String context) {
        for (String kind : new String[] {API, "/health", "/metrics", "/openapi", "/sign-in"}) {
            if (path.equals(context + kind) || path.startsWith(context + kind + "/")) {
                return kind;
            }
        }
        return "other";
    }

    /** Whether it came for the API, whatever page answers it. */
    static boolean isOfApi(HttpServletRequest request) {
        return API.equals(request.getAttribute(KIND));
    }

    /** Since it has come. */
    static double seconds(HttpServletRequest request) {
        return request.getAttribute(BEGAN) instanceof Long began ? (System.nanoTime() - began) / 1e9 : 0;
    }

    /** It was found out which operation it is for. */
    public static void route(HttpServletRequest request, String template) {
        request.setAttribute(ROUTE, template);
    }

    /** The template of its path where that is known; what is no operation is of one of a few kinds. */
    static String route(HttpServletRequest request) {
        if (request.getAttribute(ROUTE) instanceof String known) {
            return known;
        }
        return request.getAttribute(KIND) instanceof String kind ? kind : "other";
    }

    /** It was answered so. The last word counts: an error page comes after what it explains. */
    public static void answered(HttpServletRequest request, int status) {
        request.setAttribute(STATUS, status);
    }

    static int status(HttpServletRequest request) {
        return request.getAttribute(STATUS) instanceof Integer known ? known : 500;
    }
}
