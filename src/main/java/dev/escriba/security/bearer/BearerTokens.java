package dev.escriba.security.bearer;

import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** The access tokens that programs show. */
@ApplicationScoped
public class BearerTokens {

    /** What only tokens about a sign-in have: they say who somebody is, and open nothing. */
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

    /** Whether any can be valid. */
    public boolean isConfigured() {
        return verifier.isPresent();
    }

    /** Whose token this is; empty for anything that is not a valid one. Throws a problem, 503, where there are no keys to judge by. */
    public Optional<SignedIn> verify(String token) {
        return verifier.flatMap(tokens -> tokens.verify(token)).map(settings.claims()::read);
    }
}
