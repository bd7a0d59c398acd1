package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Headers that keep a browser from embedding, sniffing or caching an answer, after the OWASP REST Security Cheat Sheet.
 */
public final class SecurityHeaders {

    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    private SecurityHeaders() {}

    /** Sets the headers. Every answer has them, errors included. */
    public static void set(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RequestLifecycle.ID_HEADER, RequestLifecycle.id(request));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "geolocation=(), camera=(), microphone=()");
        // transcripts, keys and balances are confidential
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", TWO_YEARS);
        }
    }
}
