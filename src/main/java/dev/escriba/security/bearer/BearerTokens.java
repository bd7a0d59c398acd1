package dev.escriba.security.bearer;

import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** Verifies the access tokens that programs send as {@code Authorization: Bearer}. */
@ApplicationScoped
public class BearerTokens {

    /** Claims that only ID tokens have. An ID token describes a sign-in and is not an access token. */
    private static final Set<String> OF_ID_TOKENS = Set.of("at_hash", "c_hash");

    private ProviderSettings settings;
    private Optional<Verifier> verifier = Optional.empty();

    protected BearerTokens() {}

    @Inject
    public BearerTokens(ProviderSettings settings) {
        this.settings = settings;
        if (!settings.audiences().isEmpty()) {
            verifier = Optional.of(new Verifier(settings, settings.audiences(), OF_ID_TOKENS));
        }
    }

    /** Whether bearer tokens are configured. */
    public boolean isConfigured() {
        return verifier.isPresent();
    }

    /**
     * The identity that a token claims; empty if the token is not valid.
     *
     * @throws dev.escriba.problem.entity.Problem 503 if no keys of the provider are known
     */
    public Optional<SignedIn> verify(String token) {
        return verifier.flatMap(tokens -> tokens.verify(token)).map(settings.claims()::read);
    }
}
