package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.ProviderMetadata;
import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.security.bearer.Verifier;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.SignedIn;
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

/** Signs people in by OpenID Connect, and knows them again by their session. */
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

    /** Of the session; looked up only where there is one, or it would make one. */
    @Inject
    Instance<OpenIdContext> tokens;

    private Optional<ClientSettings> client = Optional.empty();
    private Verifier verifier;
    private ProviderMetadata metadata;
    private volatile Optional<URI> endSessionEndpoint = Optional.empty();

    @PostConstruct
    void prepare() {
        client = settings.client();
        client.ifPresent(known -> {
            verifier = new Verifier(provider, Set.of(known.id()), Set.of());
            metadata = new ProviderMetadata(provider.issuer().orElseThrow());
        });
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
            return isCallback(request) ? identified(request, response, context) : signIn(request, response, context);
        }
        boolean knownToServer = request.getUserPrincipal() != null;
        Optional<Session> known = knownToServer ? Optional.empty() : Session.of(request);
        if (!knownToServer && known.isEmpty()) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (!CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
        return known.isPresent() ? remembered(known.get(), request, context) : identified(request, response, context);
    }

    private static boolean isCallback(HttpServletRequest request) {
        return request.getServletPath().equals(OpenIdExtension.CALLBACK);
    }

    private AuthenticationStatus signIn(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        boolean begins = request.getUserPrincipal() == null;
        if (begins) {
            Session.rememberTarget(request);
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
            LOG.warning("A sign-in could not begin: the identity provider cannot be asked");
            throw Problem.unavailable();
        }
        return AuthenticationStatus.NOT_DONE;
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
    private AuthenticationStatus remembered(Session known, HttpServletRequest request, HttpMessageContext context) {
        if (verifier.verify(known.token()).isEmpty()) {
            Session.end(request);
            return AuthenticationStatus.NOT_DONE;
        }
        return login(signOn.caller(known.signedIn()), context);
    }

    /** Ends the session of whoever has signed in, and says where the person ends it at the provider too. */
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

    /** As the provider says now, or said last. */
    private Optional<URI> endSessionEndpoint() {
        try {
            endSessionEndpoint = metadata.endSessionEndpoint();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Where people end their session at the identity provider is not known from it now: {0}",
                    e.toString());
        }
        return endSessionEndpoint;
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
        // a sign-in never goes on in a session that somebody else may know, whoever was in it; a renewed token does
        if (known.isEmpty() || isCallback(request)) {
            request.changeSessionId();
        }
        new Session(token, signedIn.get()).store(request.getSession());
        return login(caller, context);
    }

    private static AuthenticationStatus login(Caller caller, HttpMessageContext context) {
        return context.notifyContainerAboutLogin(caller, caller.roles());
    }
}
