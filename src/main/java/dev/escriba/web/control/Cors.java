package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/**
 * Cross-origin resource sharing. Pages of other origins may call the API only if {@code escriba.web.cors-origins} lists
 * their origin. They need an API key or a token, because no cookie is sent with such a request.
 */
@ApplicationScoped
public class Cors {

    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";

    /** With those that the JavaScript client of OpenAI sends from a page. */
    private static final String REQUEST_HEADERS =
            "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, OpenAI-Organization, OpenAI-Project,"
                    + " X-API-KEY, X-Channel, X-Request-Id, X-Stainless-Arch, X-Stainless-Helper-Method, X-Stainless-Lang,"
                    + " X-Stainless-OS, X-Stainless-Package-Version, X-Stainless-Retry-Count, X-Stainless-Runtime,"
                    + " X-Stainless-Runtime-Version, X-Stainless-Timeout, X-User-Identifier";

    private static final String ANSWER_HEADERS = "Content-Language, Idempotency-Replayed, Location, Retry-After,"
            + " WWW-Authenticate, X-Instance-Id, X-Request-Id, X-Should-Retry";

    private static final String SECONDS = "600";

    private Set<String> origins;

    protected Cors() {}

    @Inject
    public Cors(WebSettings settings) {
        origins = settings.corsOrigins();
    }

    /**
     * Sets the CORS headers of an answer.
     *
     * @return whether the request is a preflight and is now fully answered, without authentication
     */
    public boolean answer(HttpServletRequest request, HttpServletResponse response) {
        if (origins.isEmpty()) {
            return false;
        }
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin == null || !origins.contains(origin)) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (!request.getMethod().equals("OPTIONS") || request.getHeader("Access-Control-Request-Method") == null) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
        response.setHeader("Access-Control-Max-Age", SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }
}
