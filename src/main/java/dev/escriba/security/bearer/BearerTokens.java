package dev.escriba.security.bearer;

import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** The access tokens that programs show. */
@ApplicationScoped
public class BearerTokens {

    /** What only tokens about a sign-in have: they say who somebody is, and open nothing. */
    private static final Set<String> OF_ID_TOKENS = Set.of("at_hash", "c_hash");

    @Inject
    Config config;

    private ProviderSettings settings;
    private Optional<Verifier> verifier = Optional.empty();

    protected BearerTokens() {}

    /** For use without a container. */
    public BearerTokens(Config config) {
        this.config = config;
        configure();
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        configure();
    }

    /** Whether any can be valid. */
    public boolean isConfigured() {
        return verifier.isPresent();
    }

    /** Whose token this is; empty for anything that is not a valid one. Throws a problem, 503, where there are no keys to judge by. */
    public Optional<SignedIn> verify(String token) {
        return verifier.flatMap(tokens -> tokens.verify(token)).map(settings.claims()::read);
    }

    private void configure() {
        settings = ProviderSettings.of(config);
        if (!settings.audiences().isEmpty()) {
            verifier = Optional.of(new Verifier(settings, settings.audiences(), OF_ID_TOKENS));
        }
    }
}
