package dev.escriba.security.openid;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.ProviderMetadata;
import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.security.bearer.Verifier;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.SignedIn;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.CrossSite;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Signs people in by OpenID Connect and recognises them by their session. */
@ApplicationScoped
public class OpenIdSignOn {

    private static final Logger LOG = Logger.getLogger(OpenIdSignOn.class.getName());

    @Inject
    ProviderSettings provider;

    @Inject
    OpenIdSettings settings;

    @Inject
    StandardMechanism mechanism;

    @Inject
    SignOn signOn;

    @Inject
    SignInBudget budget;

    @Inject
    Sessions sessions;

    @Inject
    SignInCookie cookie;

    @Inject
    ClientAddresses addresses;

    /** Tokens of the session. Looked up only if there is a session, because the look-up creates one. */
    @Inject
    Instance<OpenIdContext> tokens;

    private Optional<ClientSettings> client = Optional.empty();
    private Verifier verifier;
    private ProviderMetadata metadata;

    /** The application's own flow, with PKCE; empty where the server's mechanism signs people in. */
    private Optional<CodeFlow> flow = Optional.empty();

    private volatile Optional<URI> endSessionEndpoint = Optional.empty();

    @PostConstruct
    void prepare() {
        client = settings.client();
        client.ifPresent(known -> {
            verifier = new Verifier(provider, Set.of(known.id()), Set.of());
            metadata = new ProviderMetadata(provider.issuer().orElseThrow());
            if (known.pkce()) {
                String issuer = provider.issuer().orElseThrow().toString();
                FlowCookie secret = new FlowCookie(settings.isPublishedOverTls());
                flow = Optional.of(new CodeFlow(issuer, known, verifier, metadata, secret));
            }
        });
    }

    /** Whether sign-in by OpenID Connect is configured. */
    public boolean isConfigured() {
        return client.isPresent();
    }

    /**
     * Begins or completes a sign-in below {@code /sign-in}. On other paths it recognises the person of the session.
     *
     * @return {@code NOT_DONE} if the request has no session; the response is then unchanged
     * @throws Problem 503 if the provider is needed and does not answer
     */
    public AuthenticationStatus validate(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!isConfigured()) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (request.getServletPath().startsWith("/sign-in")) {
            return belowSignIn(request, response, context);
        }
        boolean knownToServer = flow.isEmpty() && request.getUserPrincipal() != null;
        Optional<Session> known = knownToServer ? Optional.empty() : Session.of(request);
        if (!knownToServer && known.isEmpty()) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (!CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
        return known.isPresent() ? remembered(known.get(), request, context) : identified(request, response, context);
    }

    /** Strangers can call these addresses: nothing is read or stored before it is checked and counted. */
    private AuthenticationStatus belowSignIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            throw Problems.ofStatus(405);
        }
        budget.count(addresses.network(request));
        if (!isCallback(request)) {
            return flow.isPresent()
                    ? begin(flow.get(), request, response, context)
                    : signIn(request, response, context);
        }
        sessions.requirePlace();
        return flow.isPresent()
                ? complete(flow.get(), request, response, context)
                : identified(request, response, context);
    }

    private AuthenticationStatus begin(
            CodeFlow own, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<Session> known = Session.of(request);
        if (known.isPresent() && remembered(known.get(), request, context) == AuthenticationStatus.SUCCESS) {
            return AuthenticationStatus.SUCCESS;
        }
        cookie.remember(Target.of(request), request, response);
        own.begin(request, response);
        return AuthenticationStatus.SEND_CONTINUE;
    }

    private AuthenticationStatus complete(
            CodeFlow own, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<CodeFlow.IdToken> token = own.complete(request, response);
        if (token.isEmpty()) {
            return AuthenticationStatus.NOT_DONE;
        }
        SignedIn signedIn = provider.claims().read(token.get().claims());
        Caller caller = signOn.caller(signedIn);
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        new Session(token.get().text(), signedIn).store(request.getSession());
        return login(caller, context);
    }

    private static boolean isCallback(HttpServletRequest request) {
        return request.getServletPath().equals(OpenIdExtension.CALLBACK);
    }

    private AuthenticationStatus signIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        boolean begins = request.getUserPrincipal() == null;
        if (begins) {
            cookie.remember(Target.of(request), request, response);
        }
        NotedRedirect noted = new NotedRedirect(response);
        AuthenticationStatus status = mechanism.validate(asPublished(request), noted, context);
        if (status == AuthenticationStatus.SUCCESS) {
            return caller(request, context);
        }
        if (noted.isSent()) {
            return AuthenticationStatus.SEND_CONTINUE;
        }
        if (begins) {
            LOG.warning("A sign-in could not begin: the identity provider does not answer");
            throw Problem.unavailable();
        }
        return AuthenticationStatus.NOT_DONE;
    }

    /**
     * Calls the server's mechanism, which reads the answer of the provider or the tokens of the session. The mechanism
     * renews tokens that are about to end. Some mechanisms redirect unknown users to the provider; that redirect is
     * suppressed, because programs cannot follow it and a callback must fail if no sign-in was begun before it.
     */
    private AuthenticationStatus identified(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        AuthenticationStatus status = mechanism.validate(asPublished(request), new WithoutRedirect(response), context);
        return status == AuthenticationStatus.SUCCESS ? caller(request, context) : AuthenticationStatus.NOT_DONE;
    }

    /** For servers that do not keep the caller in the session: the session is valid as long as its ID token. */
    private AuthenticationStatus remembered(Session known, HttpServletRequest request, HttpMessageContext context) {
        if (verifier.verify(known.token()).isEmpty()) {
            Session.end(request);
            return AuthenticationStatus.NOT_DONE;
        }
        return login(signOn.caller(known.signedIn()), context);
    }

    /**
     * Ends the session.
     *
     * @return address of the page where the person ends the session at the provider too, or of the start page
     */
    String signOut(HttpServletRequest request) {
        String start = request.getContextPath() + "/";
        Optional<Session> known = Session.of(request);
        Session.end(request);
        if (known.isEmpty()) {
            return start;
        }
        StringBuffer here = asPublished(request).getRequestURL();
        here.setLength(here.length() - "sign-out".length());
        return endSessionEndpoint()
                .map(URI::toString)
                .map(end -> end + (end.contains("?") ? "&" : "?") + "client_id="
                        + encode(client.orElseThrow().id()) + "&id_token_hint="
                        + encode(known.get().token()) + "&post_logout_redirect_uri=" + encode(here.toString()))
                .orElse(start);
    }

    /** The current value of the discovery document, or the last known one if the provider does not answer. */
    private Optional<URI> endSessionEndpoint() {
        try {
            endSessionEndpoint = metadata.endSessionEndpoint();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "The address for signing out at the identity provider cannot be fetched: {0}",
                    e.toString());
        }
        return endSessionEndpoint;
    }

    private HttpServletRequest asPublished(HttpServletRequest request) {
        return new PublicRequest(request, client.orElseThrow().publicUrl());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private AuthenticationStatus caller(HttpServletRequest request, HttpMessageContext context) {
        String token = tokens.get().getIdentityToken().getToken();
        Optional<Session> known = Session.of(request);
        if (known.isPresent() && known.get().isOf(token)) {
            return login(signOn.caller(known.get().signedIn()), context);
        }
        Optional<SignedIn> signedIn = verifier.verify(token).map(provider.claims()::read);
        if (signedIn.isEmpty()) {
            LOG.warning("An ID token of the identity provider was not accepted");
            Session.end(request);
            return AuthenticationStatus.NOT_DONE;
        }
        Caller caller = signOn.caller(signedIn.get());
        // a new session id at each sign-in prevents session fixation; a renewed token keeps the session id
        if (known.isEmpty() || isCallback(request)) {
            if (request.getSession(false) != null) {
                request.changeSessionId();
            }
        }
        new Session(token, signedIn.get()).store(request.getSession());
        return login(caller, context);
    }

    private static AuthenticationStatus login(Caller caller, HttpMessageContext context) {
        return context.notifyContainerAboutLogin(caller, caller.roles());
    }
}
