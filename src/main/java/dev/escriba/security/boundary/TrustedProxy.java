package dev.escriba.security.boundary;

import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.SignedIn;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A reverse proxy that authenticates users and names them in headers. Each of its requests carries a shared secret,
 * because any client can write such headers.
 */
@ApplicationScoped
public class TrustedProxy {

    private static final String KEY = "escriba.security.proxy.";
    private static final String SECRET_HEADER = "X-Escriba-Proxy-Secret";
    private static final int MIN_CHARACTERS = 32;
    private static final int MAX_CHARACTERS = 8192;

    @Inject
    @ConfigProperty(name = KEY + "secret")
    Optional<String> secret = Optional.empty();

    @Inject
    @ConfigProperty(name = KEY + "user-header", defaultValue = "X-Forwarded-User")
    String userHeader;

    @Inject
    @ConfigProperty(name = KEY + "groups-header", defaultValue = "X-Forwarded-Groups")
    String groupsHeader;

    @Inject
    @ConfigProperty(name = KEY + "account-header")
    Optional<String> accountHeader = Optional.empty();

    @Inject
    SignOn signOn;

    @PostConstruct
    void check() {
        secret.filter(some -> some.length() < MIN_CHARACTERS).ifPresent(tooShort -> {
            throw new WrongSetting(KEY + "secret", tooShort, "Set it to " + MIN_CHARACTERS + " characters at least.");
        });
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Whether the request has the headers of the proxy. */
    boolean isPresent(HttpServletRequest request) {
        return secret.isPresent()
                && request.getHeader(SECRET_HEADER) != null
                && text(request, userHeader).isPresent();
    }

    /** The caller; empty if the secret is wrong. */
    Optional<Caller> findCaller(HttpServletRequest request) {
        if (!Pepper.same(Pepper.sha256(secret.orElseThrow()), Pepper.sha256(request.getHeader(SECRET_HEADER)))) {
            return Optional.empty();
        }
        String user = text(request, userHeader).orElseThrow();
        Set<String> groups = Stream.of(text(request, groupsHeader).orElse("").split(","))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toSet());
        return Optional.of(signOn.caller(
                new SignedIn("proxy:" + user, user, groups, accountHeader.flatMap(header -> text(request, header)))));
    }

    private static Optional<String> text(HttpServletRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header))
                .map(String::strip)
                .filter(some -> !some.isEmpty() && some.length() <= MAX_CHARACTERS);
    }
}
