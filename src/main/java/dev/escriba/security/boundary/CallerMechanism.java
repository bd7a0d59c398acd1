package dev.escriba.security.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.BearerTokens;
import dev.escriba.security.control.ApiKeyAuthenticator;
import dev.escriba.security.control.FailedAttempts;
import dev.escriba.security.control.SecuritySettings;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.Cors;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.RequestContext;
import dev.escriba.web.control.SecurityHeaders;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who calls: by an API key, or by what a company's own sign-on says. Answers 401 itself, so that nothing of an unknown caller's request
 * is read. What comes after knows a caller and its roles, and not by what it was signed in. An alternative, because the server's own mechanism for OpenID Connect,
 * which this one calls, is a second bean of the kind.
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class CallerMechanism implements HttpAuthenticationMechanism {

    static final String KEY_HEADER = "X-API-KEY";

    private static final String BEARER = "Bearer ";

    private static final String METRICS = "/metrics";

    /** What a key begins with, so that a client that knows bearer tokens alone can show one. */
    private static final String OF_KEYS = "escriba_";

    @Inject
    SecuritySettings settings;

    @Inject
    ApiKeyAuthenticator keys;

    @Inject
    BearerTokens tokens;

    @Inject
    OpenIdSignOn people;

    @Inject
    SignOn signOn;

    @Inject
    ServerLogin server;

    @Inject
    TrustedProxy proxy;

    @Inject
    FailedAttempts failures;

    @Inject
    ClientAddresses addresses;

    @Inject
    Cors cors;

    @Inject
    Refusal refusal;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected()) {
            // health checks and the like are nobody's secret: no look-up, and no refusal
            return context.doNothing();
        }
        SecurityHeaders.set(request, response);
        if (cors.answer(request, response)) {
            return answered(AuthenticationStatus.SEND_CONTINUE, request, response);
        }
        if ("TRACE".equals(request.getMethod())) {
            // whoever it is
            return answered(refusal.answer(Problems.ofStatus(405), request, response), request, response);
        }
        try {
            AuthenticationStatus how = signIn(request, response, context);
            // somebody who is sent to the identity provider has been answered too
            return how == AuthenticationStatus.SUCCESS ? how : answered(how, request, response);
        } catch (Problem problem) {
            return answered(refusal.answer(problem, request, response), request, response);
        } catch (RuntimeException e) {
            // no mapper runs in here
            return answered(refusal.answer(Problems.of(e), request, response), request, response);
        }
    }

    /** No filter runs after this. */
    private static AuthenticationStatus answered(
            AuthenticationStatus how, HttpServletRequest request, HttpServletResponse response) {
        RequestContext.answered(request, response.getStatus());
        return how;
    }

    private AuthenticationStatus signIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<String> key = header(request, KEY_HEADER);
        if (key.isPresent()) {
            return shown(request, context, () -> keys.findCaller(key.get()));
        }
        Optional<String> token = header(request, "Authorization")
                .filter(shown -> shown.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(shown -> shown.substring(BEARER.length()).strip());
        if (token.isPresent() && token.get().startsWith(OF_KEYS)) {
            return shown(request, context, () -> keys.findCaller(token.get()));
        }
        if (token.isPresent()) {
            return shown(request, context, () -> tokens.verify(token.get()).map(signOn::caller));
        }
        if (settings.metricsOpen() && request.getRequestURI().equals(request.getContextPath() + METRICS)) {
            return context.notifyContainerAboutLogin(new CallerPrincipal("metrics"), Set.of(Role.METRICS_READER));
        }
        AuthenticationStatus session = people.validate(request, response, context);
        if (session != AuthenticationStatus.NOT_DONE) {
            return session;
        }
        if (server.isShown(request)) {
            requireOwnPage(request);
            return shown(request, context, () -> server.findCaller(request, context.getHandler()));
        }
        if (proxy.isShown(request)) {
            requireOwnPage(request);
            return shown(request, context, () -> proxy.findCaller(request));
        }
        throw Problems.ofStatus(401);
    }

    private interface Look {
        Optional<Caller> up();
    }

    /** Somebody shows something; whether it is worth anything is to be found out, at the expense of the address's budget. */
    private AuthenticationStatus shown(HttpServletRequest request, HttpMessageContext context, Look look) {
        String address = addresses.neighbourhood(request);
        failures.requireBudget(address);
        Optional<Caller> caller = look.up();
        if (caller.isEmpty()) {
            failures.count(address);
            throw Problems.ofStatus(401);
        }
        if (!mayEnter(request, caller.get().roles())) {
            // the container would say so too, but not every one in the caller's language
            throw Problems.ofStatus(403);
        }
        return context.notifyContainerAboutLogin(caller.get(), caller.get().roles());
    }

    /** As {@code web.xml} says it: whoever may read metrics alone may read nothing else, and somebody in no role nothing at all. */
    private static boolean mayEnter(HttpServletRequest request, Set<String> roles) {
        boolean metrics = request.getRequestURI().equals(request.getContextPath() + METRICS);
        return roles.stream()
                .anyMatch(role -> role.equals(Role.ADMINISTRATOR) || role.equals(Role.METRICS_READER) == metrics);
    }

    /** A browser adds some credentials by itself, whoever's page it is that sends the request. */
    private static void requireOwnPage(HttpServletRequest request) {
        if (!CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip).filter(some -> !some.isEmpty());
    }
}
