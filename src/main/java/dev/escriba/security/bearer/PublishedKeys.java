package dev.escriba.security.bearer;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/** The keys of a provider, fetched anew each time, from where it is configured or where the provider's discovery document says. */
final class PublishedKeys implements JWKSetSource<SecurityContext> {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MOST_BYTES = 256 * 1024;

    private final URI issuer;
    private final DirectRetriever http = new DirectRetriever();
    private final Optional<URI> configured;
    private volatile boolean known;

    PublishedKeys(URI issuer, Optional<URI> configured) {
        this.issuer = issuer;
        this.configured = configured;
    }

    /** Whether they have been fetched at all. */
    boolean areKnown() {
        return known;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long time, SecurityContext context)
            throws KeySourceException {
        try {
            URI address = configured.isPresent() ? configured.orElseThrow() : discover();
            JWKSet keys = new URLBasedJWKSetSource<>(address.toURL(), http).getJWKSet(evaluator, time, context);
            known = true;
            return keys;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException("no keys of the identity provider", e);
        }
    }

    private URI discover() throws IOException, ParseException {
        String text = issuer.toString();
        URL document = URI.create(text.replaceAll("/$", "") + DISCOVERY).toURL();
        Map<String, Object> metadata =
                JSONObjectUtils.parse(http.retrieveResource(document).getContent());
        if (!text.equals(metadata.get("issuer"))) {
            throw new IOException("the discovery document is another issuer's");
        }
        URI found = URI.create(String.valueOf(metadata.get("jwks_uri")));
        if (!ProviderSettings.isSafe(found)) {
            throw new IOException("the discovery document names an unsafe jwks_uri");
        }
        return found;
    }

    @Override
    public void close() {}

    /** Goes where it is sent to and nowhere else. */
    private static final class DirectRetriever extends DefaultResourceRetriever {

        DirectRetriever() {
            super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
