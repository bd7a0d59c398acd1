package dev.escriba.security.bearer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.escriba.problem.entity.Problem;
import java.net.URI;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Verifies the tokens of one issuer for certain audiences. */
public final class Verifier {

    private static final Logger LOG = Logger.getLogger(Verifier.class.getName());

    /** Asymmetric algorithms only: a public key must never serve as a shared secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int MAX_CHARACTERS = 8 * 1024;
    private static final long MAX_INTERVAL = 30_000;
    /**
     * Milliseconds that a request waits for new keys. Longer than the timeout of the HTTP client, so that cached keys
     * serve after it.
     */
    private static final long REFRESH_TIMEOUT = 15_000;

    private static final long OUTAGE = 3_600_000;

    private final PublishedKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param prohibited names of claims that an accepted token never has */
    public Verifier(ProviderSettings provider, Set<String> audiences, Set<String> prohibited) {
        URI issuer = provider.issuer().orElseThrow();
        keys = new PublishedKeys(issuer, provider.jwksUri());
        long lifetime = provider.keysLifetime().toMillis();
        JWKSource<SecurityContext> source = JWKSourceBuilder.create(keys)
                .cache(lifetime, REFRESH_TIMEOUT)
                // it would start threads that the server does not manage
                .refreshAheadCache(false)
                // the keys are fetched at once for an unknown key id; invented key ids do not cause more fetches
                .rateLimited(Math.min(MAX_INTERVAL, lifetime / 2))
                .outageTolerant(OUTAGE)
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT,
                new JOSEObjectType("at+jwt"),
                new JOSEObjectType("application/at+jwt"),
                // null: some providers leave the type out
                null));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                // the library calls contains(null), which immutable sets refuse
                new HashSet<>(audiences),
                new JWTClaimsSet.Builder().issuer(issuer.toString()).build(),
                Set.of("exp", "sub"),
                prohibited);
        claims.setMaxClockSkew((int) provider.clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    /**
     * The claims of a valid token; empty for any other text.
     *
     * @throws Problem 503 if no keys of the provider are known
     */
    public Optional<Map<String, Object>> verify(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(processor.process(SignedJWT.parse(token), null).getClaims())
                    .filter(claims -> claims.get("sub") instanceof String subject && !subject.isBlank());
        } catch (RateLimitReachedException e) {
            if (keys.areKnown()) {
                // another unknown key id, within the limit after the last fetch
                return Optional.empty();
            }
            throw Problem.unavailable();
        } catch (KeySourceException e) {
            LOG.log(
                    Level.WARNING,
                    "The keys of the identity provider cannot be fetched: {0}",
                    rootOf(e).toString());
            throw Problem.unavailable();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
