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

/** The keys of a provider, fetched anew each time, from where it is configured or where the provider's discovery document says. */
final class PublishedKeys implements JWKSetSource<SecurityContext> {

    private final ProviderMetadata provider;
    private final Optional<URI> configured;
    private volatile boolean known;

    PublishedKeys(URI issuer, Optional<URI> configured) {
        this.provider = new ProviderMetadata(issuer);
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
            URI address = configured.isPresent() ? configured.orElseThrow() : provider.jwksUri();
            JWKSet keys =
                    new URLBasedJWKSetSource<>(address.toURL(), provider.http()).getJWKSet(evaluator, time, context);
            known = true;
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException("no keys of the identity provider", e);
        }
    }

    @Override
    public void close() {}
}
