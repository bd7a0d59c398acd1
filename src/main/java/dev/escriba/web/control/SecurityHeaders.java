package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Headers that tell a browser to do nothing with an answer but to hand it to who asked. After the OWASP REST Security Cheat Sheet. */
public final class SecurityHeaders {

    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    private SecurityHeaders() {}

    /** On every answer, errors included. */
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
        // transcripts, keys and balances are nobody else's
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", TWO_YEARS);
        }
    }
}
