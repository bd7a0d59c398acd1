package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;

/**
 * Protects against cross-site request forgery. It applies to credentials that a browser adds by itself: a session
 * cookie or an HTTP password. It reads {@code Sec-Fetch-Site}, else {@code Origin}: browsers set both and a page cannot
 * change them. A client that sends neither must send {@code X-Requested-With}.
 */
public final class CrossSite {

    /** A page of another origin can send this header only after a CORS preflight. */
    static final String OWN_HEADER = "X-Requested-With";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /** Whether the request changes nothing, or a page of this service sends it. */
    public static boolean isSafe(HttpServletRequest request) {
        if (SAFE_METHODS.contains(request.getMethod())) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin == null ? request.getHeader(OWN_HEADER) != null : isOf(origin, request.getHeader("Host"));
    }

    /**
     * Whether {@code Sec-Fetch-Mode} says that a script or an element of a page sends the request, and not a navigation
     * by the user. Some HTTP clients set this header too.
     */
    public static boolean isOfPage(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode != null && !mode.equals("navigate");
    }

    /** Compares host and port. The scheme is ignored: behind a proxy the service does not know the public one. */
    private static boolean isOf(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
