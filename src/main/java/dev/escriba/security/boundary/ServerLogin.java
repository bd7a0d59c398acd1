package dev.escriba.security.boundary;

import dev.escriba.security.control.SignOn;
import dev.escriba.security.control.SignOnSettings;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Collection;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * Names and passwords of the server's own realm, whatever that is: a file, LDAP, a database ({@code Authorization: Basic}). The server
 * says whether they are right, and which groups it knows; roles are given by those, as with any sign-on.
 */
@ApplicationScoped
public class ServerLogin {

    private static final String BASIC = "basic ";
    private static final int MAX_CHARACTERS = 2048;

    /** Open Liberty has groups here, in a table among the private credentials; others have a principal for each. */
    private static final String TABLED_GROUPS = "com.ibm.wsspi.security.cred.groups";

    @Inject
    SignOnSettings settings;

    @Inject
    SignOn signOn;

    boolean isConfigured() {
        return settings.serverLogin();
    }

    boolean isShown(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return settings.serverLogin()
                && authorization != null
                && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    /** Nobody where the server does not know them. */
    Optional<Caller> findCaller(HttpServletRequest request, CallbackHandler server) {
        String credentials =
                request.getHeader("Authorization").substring(BASIC.length()).strip();
        String pair;
        try {
            pair = credentials.length() > MAX_CHARACTERS
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
        String password = pair.substring(colon + 1);
        return (settings.serverLoginByRoles() ? roles(request, name, password) : groups(name, password, server))
                .map(groups -> signOn.caller(new SignedIn("server:" + name, name, groups, Optional.empty())));
    }

    /** The groups with a role, and them alone, that somebody whose password this is has as roles of the server. */
    private Optional<Set<String>> roles(HttpServletRequest request, String name, String password) {
        boolean hadSession = request.getSession(false) != null;
        try {
            request.login(name, password);
            Set<String> roles =
                    signOn.groups().stream().filter(request::isUserInRole).collect(Collectors.toSet());
            request.logout();
            return Optional.of(roles);
        } catch (ServletException unknown) {
            return Optional.empty();
        } finally {
            HttpSession session = hadSession ? null : request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }
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
                ? Optional.of(
                        Stream.concat(somebody.getPrincipals().stream().map(Principal::getName), tabledGroups(somebody))
                                .filter(group -> !group.equals(name))
                                .collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static Stream<String> tabledGroups(Subject somebody) {
        return somebody.getPrivateCredentials(Hashtable.class).stream()
                .map(table -> table.get(TABLED_GROUPS))
                .filter(Collection.class::isInstance)
                .flatMap(groups -> ((Collection<?>) groups).stream())
                .map(String::valueOf);
    }
}
