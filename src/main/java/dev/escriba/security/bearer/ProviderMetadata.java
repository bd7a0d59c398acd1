package dev.escriba.security.bearer;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/**
 * The discovery document of a provider (OpenID Connect Discovery 1.0). Each call fetches it anew. Every method throws
 * an {@link IOException} if the provider does not answer, or if the document names another issuer.
 */
public final class ProviderMetadata {

    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;

    private final URI issuer;
    private final DirectRetriever http = new DirectRetriever();

    public ProviderMetadata(URI issuer) {
        this.issuer = issuer;
    }

    /** The address where people end their session at the provider; empty if the provider has none. */
    public Optional<URI> endSessionEndpoint() throws IOException {
        return address("end_session_endpoint");
    }

    /** The address where people sign in. */
    public URI authorizationEndpoint() throws IOException {
        return required("authorization_endpoint");
    }

    /** The address where codes are exchanged for tokens. */
    public URI tokenEndpoint() throws IOException {
        return required("token_endpoint");
    }

    URI jwksUri() throws IOException {
        return required("jwks_uri");
    }

    private URI required(String name) throws IOException {
        return address(name).orElseThrow(() -> new IOException("the discovery document has no " + name));
    }

    DefaultResourceRetriever http() {
        return http;
    }

    private Optional<URI> address(String name) throws IOException {
        Object found = document().get(name);
        if (found == null || found.toString().isBlank()) {
            return Optional.empty();
        }
        try {
            URI address = URI.create(found.toString());
            if (ProviderSettings.isSafe(address)) {
                return Optional.of(address);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the discovery document has a " + name + " that is not a URI", e);
        }
        throw new IOException("the discovery document has an unsafe " + name);
    }

    private Map<String, Object> document() throws IOException {
        String text = issuer.toString();
        URL address = URI.create(text.replaceAll("/$", "") + DOCUMENT).toURL();
        Map<String, Object> metadata;
        try {
            metadata = JSONObjectUtils.parse(http.retrieveResource(address).getContent());
        } catch (ParseException e) {
            throw new IOException("the discovery document is not JSON", e);
        }
        if (metadata == null || !text.equals(metadata.get("issuer"))) {
            throw new IOException("the discovery document is of another issuer");
        }
        return metadata;
    }

    /** Does not follow redirects. */
    private static final class DirectRetriever extends DefaultResourceRetriever {

        DirectRetriever() {
            super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
