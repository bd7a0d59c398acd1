package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.Discovery;
import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.security.bearer.Verifier;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.SignedIn;
import dev.escriba.web.control.CrossSite;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
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
import org.eclipse.microprofile.config.Config;

/** Signs people in by OpenID Connect, and knows them again by their session. */
@ApplicationScoped
public class OpenIdSignOn {

    private static final Logger LOG = Logger.getLogger(OpenIdSignOn.class.getName());

    @Inject
    Config config;

    @Inject
    StandardMechanism mechanism;

    @Inject
    SignOn signOn;

    /** Of the session; looked up only where there is one, or it would make one. */
    @Inject
    Instance<OpenIdContext> tokens;

    private ProviderSettings provider;
    private Optional<ClientSettings> client = Optional.empty();
    private Verifier verifier;

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        provider = ProviderSettings.of(config);
        client = ClientSettings.of(config);
        client.ifPresent(known -> verifier = new Verifier(provider, Set.of(known.id()), Set.of()));
    }

    /** Whether people can sign in. */
    public boolean isConfigured() {
        return client.isPresent();
    }

    /**
     * Begins or ends a sign-in below {@code /sign-in}; elsewhere recognises whoever has signed in. {@code NOT_DONE}, with nothing
     * said yet, is for others to answer. Throws a problem, 503, where the provider is away and needed.
     */
    public AuthenticationStatus validate(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!isConfigured()) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (request.getServletPath().startsWith("/sign-in")) {
            return request.getServletPath().equals(OpenIdExtension.CALLBACK)
                    ? identified(request, response, context)
                    : signIn(request, response, context);
        }
        boolean knownToServer = request.getUserPrincipal() != null;
        Optional<Session> known = knownToServer ? Optional.empty() : Session.of(request);
        if (!knownToServer && known.isEmpty()) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (!CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
        return known.isPresent() ? remembered(known.get(), context) : identified(request, response, context);
    }

    private AuthenticationStatus signIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (request.getUserPrincipal() == null) {
            Session.rememberTarget(request);
        }
        AuthenticationStatus status = mechanism.validate(asPublished(request), response, context);
        if (status == AuthenticationStatus.SUCCESS) {
            return caller(request, context);
        }
        return status == AuthenticationStatus.SEND_CONTINUE ? status : AuthenticationStatus.NOT_DONE;
    }

    /**
     * By the server's mechanism, from what the provider sends, or from the session, whose tokens it has renewed when they are about to end. Some
     * begin a new sign-in where they know nobody: a program is not sent there, nor is somebody whose sign-in nobody has begun.
     */
    private AuthenticationStatus identified(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        AuthenticationStatus status = mechanism.validate(asPublished(request), new WithoutRedirect(response), context);
        return status == AuthenticationStatus.SUCCESS ? caller(request, context) : AuthenticationStatus.NOT_DONE;
    }

    /** Where the server forgets whom it was told of, a sign-in is good for as long as its token. */
    private AuthenticationStatus remembered(Session known, HttpMessageContext context) {
        return verifier.verify(known.token()).isPresent()
                ? login(known.signedIn(), context)
                : AuthenticationStatus.NOT_DONE;
    }

    /** Ends the session of whoever has signed in, and says where the person ends it at the provider too. */
    String signOut(HttpServletRequest request) {
        String start = request.getContextPath() + "/";
        Optional<Session> known = Session.of(request);
        if (known.isEmpty()) {
            return start;
        }
        request.getSession().invalidate();
        StringBuffer here = asPublished(request).getRequestURL();
        here.setLength(here.length() - "sign-out".length());
        return endSession()
                .map(URI::toString)
                .map(end -> end + (end.contains("?") ? "&" : "?") + "client_id="
                        + encode(client.orElseThrow().id()) + "&id_token_hint="
                        + encode(known.get().token()) + "&post_logout_redirect_uri=" + encode(here.toString()))
                .orElse(start);
    }

    private Optional<URI> endSession() {
        try {
            return new Discovery(provider.issuer().orElseThrow()).endSession();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Somebody has signed out here and not at the identity provider, which cannot be asked: {0}",
                    e.toString());
            return Optional.empty();
        }
    }

    private HttpServletRequest asPublished(HttpServletRequest request) {
        return client.flatMap(ClientSettings::publicUrl)
                .<HttpServletRequest>map(url -> new PublicRequest(request, url))
                .orElse(request);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private AuthenticationStatus caller(HttpServletRequest request, HttpMessageContext context) {
        String token = tokens.get().getIdentityToken().getToken();
        Session known = Session.of(request).orElse(null);
        if (known == null || !known.isOf(token)) {
            Optional<SignedIn> signedIn = verifier.verify(token).map(provider.claims()::read);
            if (signedIn.isEmpty()) {
                LOG.warning("An ID token of the identity provider was not accepted");
                request.getSession().invalidate();
                return AuthenticationStatus.NOT_DONE;
            }
            if (known == null) {
                request.changeSessionId();
            }
            known = new Session(token, signedIn.orElseThrow());
            known.store(request.getSession());
        }
        return login(known.signedIn(), context);
    }

    private AuthenticationStatus login(SignedIn somebody, HttpMessageContext context) {
        Caller caller = signOn.caller(somebody);
        return context.notifyContainerAboutLogin(caller, caller.roles());
    }
}
