package dev.escriba.security.boundary;

import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Names and passwords of the server's own realm, whatever that is: a file, LDAP, a database ({@code Authorization: Basic}). The server
 * says whether they are right, and which groups it knows; roles are given by those, as with any sign-on.
 */
@ApplicationScoped
public class ServerLogin {

    private static final String BASIC = "basic ";
    private static final int MOST_CHARACTERS = 2048;

    @Inject
    @ConfigProperty(name = "escriba.security.server-login", defaultValue = "false")
    boolean configured;

    @Inject
    SignOn signOn;

    boolean isConfigured() {
        return configured;
    }

    boolean isShown(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return configured && authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    /** Nobody where the server does not know them. */
    Optional<Caller> findCaller(HttpServletRequest request, CallbackHandler server) {
        String credentials =
                request.getHeader("Authorization").substring(BASIC.length()).strip();
        String pair;
        try {
            pair = credentials.length() > MOST_CHARACTERS
                    ? ""
                    : new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        if (colon < 1 || pair.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String name = pair.substring(0, colon);
        return groups(name, pair.substring(colon + 1), server)
                .map(groups -> signOn.caller(new SignedIn("server:" + name, name, groups, Optional.empty())));
    }

    /** Those of somebody whose password this is. Into a subject of its own: the server would take its groups for roles. */
    private static Optional<Set<String>> groups(String name, String password, CallbackHandler server) {
        Subject somebody = new Subject();
        PasswordValidationCallback question = new PasswordValidationCallback(somebody, name, password.toCharArray());
        try {
            server.handle(new Callback[] {question});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedCallbackException e) {
            throw new IllegalStateException("the server has no realm to ask", e);
        } finally {
            question.clearPassword();
        }
        return question.getResult()
                ? Optional.of(somebody.getPrincipals().stream()
                        .map(Principal::getName)
                        .filter(group -> !group.equals(name))
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }
}
