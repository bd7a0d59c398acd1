package dev.escriba.web.control;

import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Cross-origin resource sharing. Pages of other origins may call the API only if {@code escriba.web.cors-origins} lists
 * their origin. They need an API key or a token, because no cookie is sent with such a request.
 */
@ApplicationScoped
public class Cors {

    private static final String KEY = "escriba.web.cors-origins";
    private static final String METHODS = "GET, POST, PATCH, DELETE";
    private static final String REQUEST_HEADERS =
            "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, X-API-KEY, X-Request-Id";
    private static final String ANSWER_HEADERS =
            "Content-Language, Idempotency-Replayed, Location, Retry-After, WWW-Authenticate, X-Request-Id";
    private static final String SECONDS = "600";

    @Inject
    @ConfigProperty(name = KEY)
    Optional<String> configured = Optional.empty();

    private Set<String> origins;

    protected Cors() {}

    /** For use without a container. */
    public Cors(String configured) {
        this.configured = Optional.of(configured);
        check();
    }

    @PostConstruct
    private void check() {
        origins = Stream.of(configured.orElse("").split(","))
                .map(String::strip)
                .filter(some -> !some.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        origins.stream().filter(origin -> !isOrigin(origin)).findFirst().ifPresent(wrong -> {
            throw new WrongSetting(
                    KEY, wrong, "Set it to origins such as https://app.example.com, separated by commas.");
        });
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

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

    /** An origin is a scheme, a host and an optional port. Wildcards are not supported. */
    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
