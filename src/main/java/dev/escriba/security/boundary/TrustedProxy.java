package dev.escriba.security.boundary;

import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reverse proxy that authenticates users and names them in headers. Each of its requests carries a shared secret,
 * because any client can write such headers.
 */
@ApplicationScoped
public class TrustedProxy {

    private static final String SECRET_HEADER = "X-Escriba-Proxy-Secret";
    private static final int MAX_CHARACTERS = 8192;

    @Inject
    ProxySettings settings;

    @Inject
    SignOn signOn;

    /** Whether the request has the headers of the proxy. */
    boolean isPresent(HttpServletRequest request) {
        return settings.secret().isPresent()
                && request.getHeader(SECRET_HEADER) != null
                && Collections.list(request.getHeaders(settings.userHeader())).stream()
                        .anyMatch(user -> !user.isBlank());
    }

    /** Whether the request has the right secret. */
    boolean hasSecret(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(SECRET_HEADER));
        return sent.size() == 1
                && Pepper.same(Pepper.sha256(settings.secret().orElseThrow()), Pepper.sha256(sent.get(0)));
    }

    /**
     * The caller; empty if the secret is wrong, or if a header has two values: one of them may be the client's, which
     * the proxy has not removed.
     */
    Optional<Caller> findCaller(HttpServletRequest request) {
        if (headers()
                .anyMatch(header -> Collections.list(request.getHeaders(header)).size() > 1)) {
            return Optional.empty();
        }
        if (!hasSecret(request)) {
            return Optional.empty();
        }
        String user = text(request, settings.userHeader()).orElse("");
        if (user.isEmpty()) {
            return Optional.empty();
        }
        Set<String> groups = Stream.of(
                        text(request, settings.groupsHeader()).orElse("").split(","))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toSet());
        Optional<String> account = settings.accountHeader().flatMap(header -> text(request, header));
        return Optional.of(signOn.caller(new SignedIn("proxy:" + user, user, groups, account)));
    }

    private Stream<String> headers() {
        return Stream.concat(
                Stream.of(SECRET_HEADER, settings.userHeader(), settings.groupsHeader()),
                settings.accountHeader().stream());
    }

    private static Optional<String> text(HttpServletRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header))
                .map(String::strip)
                .filter(some -> !some.isEmpty() && some.length() <= MAX_CHARACTERS);
    }
}
