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
 * Users and passwords of the server's own realm, for example a file, LDAP or a database ({@code Authorization: Basic}).
 * The server verifies the password and knows the groups of the user; the configuration maps groups to roles, as with
 * every other sign-on.
 */
@ApplicationScoped
public class ServerLogin {

    private static final String BASIC = "basic ";
    private static final int MAX_CHARACTERS = 2048;

    /**
     * Open Liberty puts the groups into a table among the private credentials. Other servers add a principal for each
     * group.
     */
    private static final String TABLED_GROUPS = "com.ibm.wsspi.security.cred.groups";

    @Inject
    SignOnSettings settings;

    @Inject
    SignOn signOn;

    boolean isConfigured() {
        return settings.serverLogin();
    }

    boolean isPresent(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return settings.serverLogin()
                && authorization != null
                && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    /** The caller; empty if the server refuses the name or the password. */
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

    /**
     * Logs the user in and out again, and returns the configured groups that the server reports as roles of the user.
     *
     * @return empty if the server refuses the name or the password
     */
    private Optional<Set<String>> roles(HttpServletRequest request, String name, String password) {
        boolean hadSession = request.getSession(false) != null;
        try {
            request.login(name, password);
            Set<String> roles =
                    signOn.groups().stream().filter(request::isUserInRole).collect(Collectors.toSet());
            request.logout();
            return Optional.of(roles);
        } catch (ServletException wrongPassword) {
            return Optional.empty();
        } finally {
            HttpSession session = hadSession ? null : request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    /**
     * Verifies the password and returns the groups of the user. It uses a new subject, because the server would turn
     * groups of the current subject into roles.
     *
     * @return empty if the server refuses the name or the password
     */
    private static Optional<Set<String>> groups(String name, String password, CallbackHandler server) {
        Subject user = new Subject();
        PasswordValidationCallback validation = new PasswordValidationCallback(user, name, password.toCharArray());
        try {
            server.handle(new Callback[] {validation});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedCallbackException e) {
            throw new IllegalStateException("the server cannot validate passwords: it has no realm", e);
        } finally {
            validation.clearPassword();
        }
        return validation.getResult()
                ? Optional.of(Stream.concat(user.getPrincipals().stream().map(Principal::getName), tabledGroups(user))
                        .filter(group -> !group.equals(name))
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static Stream<String> tabledGroups(Subject user) {
        return user.getPrivateCredentials(Hashtable.class).stream()
                .map(table -> table.get(TABLED_GROUPS))
                .filter(Collection.class::isInstance)
                .flatMap(groups -> ((Collection<?>) groups).stream())
                .map(String::valueOf);
    }
}
