package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;

/**
 * Tells whether a request that a browser adds credentials to by itself (a session, a password of the server's) comes from a page of this service.
 * By what browsers say of it and pages cannot change: {@code Sec-Fetch-Site}, else {@code Origin}; what says neither has to be no browser's.
 */
public final class CrossSite {

    /** Pages of other origins cannot send it unasked. */
    static final String OWN_HEADER = "X-Requested-With";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /** Whether it can do no harm: it changes nothing, or it is this service's own page that sends it. */
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

    /** Whether a browser says that a page asks for it, its script or an image in it, and not the person. Some programs say so too. */
    public static boolean isOfPage(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode != null && !mode.equals("navigate");
    }

    /** Schemes are left out: behind a proxy the service does not know its own. */
    private static boolean isOf(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
