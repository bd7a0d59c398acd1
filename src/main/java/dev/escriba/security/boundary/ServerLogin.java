package dev.escriba.security.boundary;

import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Names and passwords of the server's own realm, whatever that is: a file, LDAP, a database ({@code Authorization: Basic}). The server gives the roles. Somebody whom
 * the server has signed in before, in ways of its own, is as welcome.
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
        return configured
                && (request.getUserPrincipal() != null
                        || (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())));
    }

    /** Nobody where the server does not know them. */
    Optional<Caller> findCaller(HttpServletRequest request) {
        if (request.getUserPrincipal() == null && !login(request)) {
            return Optional.empty();
        }
        Principal principal = request.getUserPrincipal();
        Set<String> roles =
                Role.OF_PEOPLE.stream().filter(request::isUserInRole).collect(Collectors.toSet());
        return Optional.of(signOn.caller(
                new SignedIn(principal.getName(), principal.getName(), Set.of(), Optional.empty()), roles));
    }

    private static boolean login(HttpServletRequest request) {
        String credentials =
                request.getHeader("Authorization").substring(BASIC.length()).strip();
        try {
            String pair = credentials.length() > MOST_CHARACTERS
                    ? ""
                    : new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 1) {
                return false;
            }
            request.login(pair.substring(0, colon), pair.substring(colon + 1));
            return request.getUserPrincipal() != null;
        } catch (IllegalArgumentException | ServletException refused) {
            return false;
        }
    }
}
