package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Headers that keep a browser from embedding, sniffing or caching an answer, after the OWASP REST Security Cheat Sheet.
 * The files of the console have a policy of their own, since a browser runs them. The console sets it where it answers
 * with one: the spelling of an address does not decide it.
 */
public final class SecurityHeaders {

    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    private static final String OF_THE_API =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'";

    private static final String OF_THE_CONSOLE = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; form-action 'self';"
            + " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private SecurityHeaders() {}

    /** Sets the headers. Every answer has them, errors included. */
    public static void set(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RequestLifecycle.ID_HEADER, RequestLifecycle.id(request));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Content-Security-Policy", OF_THE_API);
        response.setHeader("Permissions-Policy", "geolocation=(), camera=(), microphone=()");
        // transcripts, keys and balances are confidential
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", TWO_YEARS);
        }
    }

    /** Gives the answer, a file of the console, the policy of a page. */
    public static void allowPage(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", OF_THE_CONSOLE);
        response.setHeader("Permissions-Policy", "geolocation=(), camera=(), microphone=(self)");
    }

    /** Has the answer, a file whose name has a digest of its content, cached for a year. */
    public static void cacheForAYear(HttpServletResponse response) {
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    }
}
