package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
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
import jakarta.servlet.http.HttpSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
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
        boolean signingIn = request.getServletPath().startsWith("/sign-in");
        if (!signingIn && request.getUserPrincipal() == null) {
            return AuthenticationStatus.NOT_DONE;
        }
        if (!signingIn && !CrossSite.isSafe(request)) {
            throw Problem.of(403, "security.cross-site");
        }
        HttpServletRequest asked = asPublished(request);
        if (signingIn && request.getUserPrincipal() == null) {
            Session.rememberTarget(request);
        }
        AuthenticationStatus status =
                mechanism.validate(asked, signingIn ? response : new WithoutRedirect(response), context);
        if (status == AuthenticationStatus.SUCCESS) {
            return caller(request, context);
        }
        return status == AuthenticationStatus.SEND_CONTINUE ? status : AuthenticationStatus.NOT_DONE;
    }

    /** Ends the session of whoever has signed in, and says where the person ends it at the provider too. */
    String signOut(HttpServletRequest request) {
        HttpServletRequest asked = asPublished(request);
        HttpSession session = request.getSession(false);
        if (session == null || Session.of(session) == null) {
            return request.getContextPath() + "/";
        }
        OpenIdContext context = tokens.get();
        String token = context.getIdentityToken().getToken();
        String end = context.getProviderMetadata().getString("end_session_endpoint", "");
        session.invalidate();
        if (end.isEmpty()) {
            return request.getContextPath() + "/";
        }
        StringBuffer here = asked.getRequestURL();
        here.setLength(here.length() - "sign-out".length());
        return end + (end.contains("?") ? "&" : "?") + "client_id="
                + encode(client.orElseThrow().id()) + "&id_token_hint=" + encode(token) + "&post_logout_redirect_uri="
                + encode(here.toString());
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
        HttpSession session = request.getSession();
        Session known = Session.of(session);
        if (known == null || !known.isOf(token)) {
            Optional<SignedIn> signedIn = verifier.verify(token).map(provider.claims()::read);
            if (signedIn.isEmpty()) {
                LOG.warning("An ID token of the identity provider was not accepted");
                session.invalidate();
                return AuthenticationStatus.NOT_DONE;
            }
            if (known == null) {
                request.changeSessionId();
            }
            known = new Session(token, signedIn.orElseThrow());
            known.store(session);
        }
        Caller caller = signOn.caller(known.signedIn());
        return context.notifyContainerAboutLogin(caller, caller.roles());
    }
}
