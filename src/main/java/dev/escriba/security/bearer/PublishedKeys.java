package dev.escriba.security.bearer;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Fetches the signing keys of a provider, from {@code escriba.security.oidc.jwks-uri} or from the address in the
 * discovery document.
 */
final class PublishedKeys implements JWKSetSource<SecurityContext> {

    private final ProviderMetadata provider;
    private final Optional<URI> configured;
    private volatile boolean known;

    PublishedKeys(URI issuer, Optional<URI> configured) {
        this.provider = new ProviderMetadata(issuer);
        this.configured = configured;
    }

    /** Whether the keys have been fetched at least once. */
    boolean areKnown() {
        return known;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long time, SecurityContext context)
            throws KeySourceException {
        try {
            URI address = configured.isPresent() ? configured.orElseThrow() : provider.jwksUri();
            JWKSet keys =
                    new URLBasedJWKSetSource<>(address.toURL(), provider.http()).getJWKSet(evaluator, time, context);
            known = true;
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException("the keys of the identity provider cannot be fetched", e);
        }
    }

    @Override
    public void close() {}
}
