package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.ProviderMetadata;
import dev.escriba.security.bearer.Verifier;
import dev.escriba.security.entity.Pepper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The authorization code flow with PKCE (RFC 7636, S256), state and nonce, by this application itself: the server's
 * mechanisms have no PKCE. One secret in a cookie of the browser gives all three, so the server stores nothing.
 */
final class CodeFlow {

    private static final Logger LOG = Logger.getLogger(CodeFlow.class.getName());
    private static final int MAX_CODE = 4_096;

    private final String issuer;
    private final ClientSettings client;
    private final Verifier verifier;
    private final ProviderMetadata provider;
    private final FlowCookie cookie;

    CodeFlow(String issuer, ClientSettings client, Verifier verifier, ProviderMetadata provider, FlowCookie cookie) {
        this.issuer = issuer;
        this.client = client;
        this.verifier = verifier;
        this.provider = provider;
        this.cookie = cookie;
    }

    /** An ID token that this flow has received, and its claims. */
    record IdToken(String text, Map<String, Object> claims) {}

    /**
     * Sends the browser to the provider.
     *
     * @throws Problem 503 if the provider does not answer
     */
    void begin(HttpServletRequest request, HttpServletResponse response) {
        FlowSecret secret = FlowSecret.random();
        String location;
        try {
            String endpoint = provider.authorizationEndpoint().toString();
            location = endpoint + (endpoint.contains("?") ? "&" : "?") + "response_type=code"
                    + "&client_id=" + encode(client.id())
                    + "&redirect_uri=" + encode(client.callback())
                    + "&scope=" + encode(String.join(" ", client.scopes()))
                    + "&state=" + secret.state()
                    + "&nonce=" + secret.nonce()
                    + "&code_challenge=" + secret.challenge()
                    + "&code_challenge_method=S256";
        } catch (IOException e) {
            throw unavailable(e);
        }
        cookie.remember(secret, request, response);
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", location);
    }

    /**
     * Takes the answer of the provider; empty if this browser has not begun this flow, or if the provider or this
     * application refuses it.
     *
     * @throws Problem 503 if the provider does not answer
     */
    Optional<IdToken> complete(HttpServletRequest request, HttpServletResponse response) {
        Optional<FlowSecret> secret = cookie.take(request, response);
        String code = request.getParameter("code");
        String from = request.getParameter("iss");
        if (secret.isEmpty()
                || !isSame(secret.get().state(), request.getParameter("state"))
                || (from != null && !from.equals(issuer))
                || code == null
                || code.isEmpty()
                || code.length() > MAX_CODE) {
            return Optional.empty();
        }
        Optional<String> token;
        try {
            token = new TokenRequest(client, provider.tokenEndpoint())
                    .idToken(code, secret.get().verifier());
        } catch (IOException e) {
            throw unavailable(e);
        }
        return token.flatMap(text -> verifier.verify(text)
                .filter(claims -> claims.get("nonce") instanceof String nonce
                        && isSame(secret.get().nonce(), nonce))
                .map(claims -> new IdToken(text, claims)));
    }

    private static boolean isSame(String expected, String given) {
        return given != null && Pepper.same(expected, given);
    }

    private static Problem unavailable(IOException e) {
        LOG.log(Level.WARNING, "The identity provider does not answer: {0}", e.toString());
        return Problem.unavailable();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
