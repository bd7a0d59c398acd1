package dev.escriba.security.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.BearerTokens;
import dev.escriba.security.control.ApiKeyAuthenticator;
import dev.escriba.security.control.FailedAttempts;
import dev.escriba.security.control.KnownPrefixes;
import dev.escriba.security.control.SecuritySettings;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.control.VerifiedCredentials;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.CredentialKind;
import dev.escriba.security.entity.Role;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.telemetry.control.SignInMetrics;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.Cors;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.OpenRequests;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Authenticates the caller of a request: by an API key, a bearer token, a session, a password of the server's realm, or
 * a trusted proxy. Answers 401 itself, so that the service reads nothing of an unauthenticated request. All code after
 * it sees a caller with roles and does not see which credential was used.
 *
 * It is a CDI alternative, because the server's OpenID Connect mechanism, which this one calls, is another bean of this
 * type.
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class CallerMechanism implements HttpAuthenticationMechanism {

    static final String KEY_HEADER = "X-API-KEY";

    private static final String BEARER = "Bearer ";

    private static final String METRICS = "/metrics";

    @Inject
    SecuritySettings settings;

    @Inject
    ApiKeyAuthenticator keys;

    @Inject
    KnownPrefixes prefixes;

    @Inject
    BearerTokens tokens;

    @Inject
    OpenIdSignOn openId;

    @Inject
    SignOn signOn;

    @Inject
    ServerLogin server;

    @Inject
    TrustedProxy proxy;

    @Inject
    FailedAttempts failures;

    @Inject
    VerifiedCredentials verified;

    @Inject
    ClientAddresses addresses;

    @Inject
    OpenRequests open;

    @Inject
    Cors cors;

    @Inject
    Refusal refusal;

    @Inject
    SignInMetrics metrics;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected()) {
            // pages that are not protected, such as health checks, need no authentication
            return context.doNothing();
        }
        SecurityHeaders.set(request, response);
        if (cors.answer(request, response)) {
            return answered(AuthenticationStatus.SEND_CONTINUE, request, response);
        }
        if ("TRACE".equals(request.getMethod())) {
            // TRACE is refused for every caller
            return answered(refusal.answer(Problems.ofStatus(405), request, response), request, response);
        }
        try {
            open.requirePlace();
            AuthenticationStatus how = signIn(request, response, context);
            // a redirect to the identity provider is an answer too
            return how == AuthenticationStatus.SUCCESS ? how : answered(how, request, response);
        } catch (Problem problem) {
            return answered(refusal.answer(problem, request, response), request, response);
        } catch (RuntimeException e) {
            // JAX-RS exception mappers do not run here
            return answered(refusal.answer(Problems.of(e), request, response), request, response);
        }
    }

    /** Records the status here, because no filter runs after an answer of this mechanism. */
    private static AuthenticationStatus answered(
            AuthenticationStatus how, HttpServletRequest request, HttpServletResponse response) {
        RequestContext.answered(request, response.getStatus());
        return how;
    }

    private AuthenticationStatus signIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<String> key = header(request, KEY_HEADER);
        if (key.isPresent()) {
            return verifiedKey(key.get(), request, context);
        }
        Optional<String> token = header(request, "Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
        if (token.isPresent()) {
            return verifiedBearer(token.get(), request, context);
        }
        if (settings.metricsOpen() && request.getRequestURI().equals(request.getContextPath() + METRICS)) {
            return context.notifyContainerAboutLogin(new CallerPrincipal("metrics"), Set.of(Role.METRICS_READER));
        }
        AuthenticationStatus session = counted("session", () -> openId.validate(request, response, context));
        if (session != AuthenticationStatus.NOT_DONE) {
            return session;
        }
        if (server.isPresent(request)) {
            requireOwnPage(request);
            // passwords can be guessed: there is no exception
            return verified(
                    new Attempt(CredentialKind.PASSWORD, Optional.empty(), () -> false, () -> false),
                    request,
                    context,
                    () -> server.findCaller(request, context.getHandler()));
        }
        if (proxy.isPresent(request)) {
            requireOwnPage(request);
            return verified(
                    // a client that sends a secret of its own must not keep the others behind its address out
                    new Attempt(CredentialKind.PROXY, Optional.empty(), () -> proxy.hasSecret(request), () -> true),
                    request,
                    context,
                    () -> proxy.findCaller(request));
        }
        metrics.failed("none", 401);
        throw Problems.ofStatus(401);
    }

    /** Whether the text has the three parts of a JSON Web Token. */
    private static boolean isTokenLike(String text) {
        return text.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * Verifies a bearer token. Many clients can send an API key only as one; a key that an operator chose has any form,
     * so one with two dots is looked up too.
     */
    private AuthenticationStatus verifiedBearer(String token, HttpServletRequest request, HttpMessageContext context) {
        if (!tokens.isConfigured() || !isTokenLike(token)) {
            return verifiedKey(token, request, context);
        }
        return verified(
                // the signature of a token costs no query
                remembered(CredentialKind.TOKEN, token, () -> true), request, context, () -> tokens.verify(token)
                        .map(identity -> signOn.caller(identity))
                        .or(() -> chosenKey(token)));
    }

    private Optional<Caller> chosenKey(String token) {
        return prefixes.isKnown(token) ? keys.findCaller(token) : Optional.empty();
    }

    private AuthenticationStatus verifiedKey(String key, HttpServletRequest request, HttpMessageContext context) {
        return verified(
                remembered(CredentialKind.KEY, key, () -> prefixes.isKnown(key)),
                request,
                context,
                () -> keys.findCaller(key));
    }

    /**
     * A credential that is to be verified.
     *
     * @param text of a credential that is remembered
     * @param known whether it is no guess: then the failures of others behind the address do not matter
     * @param plausible whether it may be valid, as far as that is known at no cost
     */
    private record Attempt(
            CredentialKind kind, Optional<String> text, BooleanSupplier known, BooleanSupplier plausible) {}

    private Attempt remembered(CredentialKind kind, String text, BooleanSupplier plausible) {
        return new Attempt(kind, Optional.of(text), () -> verified.isKnown(kind, text), plausible);
    }

    private interface Lookup {
        Optional<Caller> find();
    }

    /** Verifies a credential. Each failure counts against the budget of the client's network for this kind. */
    private AuthenticationStatus verified(
            Attempt attempt, HttpServletRequest request, HttpMessageContext context, Lookup lookup) {
        return counted(
                attempt.kind().name().toLowerCase(Locale.ROOT), () -> withinBudget(attempt, request, context, lookup));
    }

    /** Counts a sign-in that fails, by the kind of its credential. */
    private AuthenticationStatus counted(String credential, Supplier<AuthenticationStatus> signIn) {
        try {
            return signIn.get();
        } catch (Problem problem) {
            metrics.failed(credential, problem.status());
            throw problem;
        }
    }

    private AuthenticationStatus withinBudget(
            Attempt attempt, HttpServletRequest request, HttpMessageContext context, Lookup lookup) {
        String network = addresses.network(request);
        if (!attempt.known().getAsBoolean()) {
            failures.requireBudget(attempt.kind(), network, attempt.plausible());
        }
        Optional<Caller> caller = lookup.find();
        if (caller.isEmpty()) {
            attempt.text().ifPresent(text -> verified.forget(attempt.kind(), text));
            failures.count(attempt.kind(), network);
            throw Problems.ofStatus(401);
        }
        if (!mayEnter(request, caller.get().roles())) {
            // the container would refuse the request too, but some containers answer in another language
            throw Problems.ofStatus(403);
        }
        attempt.text().ifPresent(text -> verified.remember(attempt.kind(), text));
        return context.notifyContainerAboutLogin(caller.get(), caller.get().roles());
    }

    /**
     * The same rule as in {@code web.xml}: the role metrics-reader gives access to the metrics only, and a caller
     * without a role has access to nothing.
     */
    private static boolean mayEnter(HttpServletRequest request, Set<String> roles) {
        boolean metrics = request.getRequestURI().equals(request.getContextPath() + METRICS);
        return roles.stream()
                .anyMatch(role -> role.equals(Role.ADMINISTRATOR) || role.equals(Role.METRICS_READER) == metrics);
    }

    /** Refuses requests from pages of other sites, because a browser adds some credentials by itself. */
    private static void requireOwnPage(HttpServletRequest request) {
        if (!CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip).filter(some -> !some.isEmpty());
    }
}
