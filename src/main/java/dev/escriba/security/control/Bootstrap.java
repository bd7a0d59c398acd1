package dev.escriba.security.control;

import dev.escriba.schema.control.Schema;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Role;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives an empty database its first account and key. */
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());
    private static final int FEWEST_CHARACTERS = 20;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "escriba.security.bootstrap-key")
    Optional<String> configured;

    @Inject
    @ConfigProperty(name = "escriba.billing.currency", defaultValue = "USD")
    String currency;

    @Transactional
    public void start(@Observes @Priority(Schema.FIRST + 100) @Initialized(ApplicationScoped.class) Object start) {
        configured
                .map(String::strip)
                .filter(key -> key.length() < FEWEST_CHARACTERS)
                .ifPresent(key -> {
                    throw new IllegalArgumentException(
                            "escriba.security.bootstrap-key has fewer than " + FEWEST_CHARACTERS + " characters");
                });
        if (entities.createQuery("select count(k) from ApiKey k", Long.class).getSingleResult() > 0) {
            return;
        }
        Account account = new Account("default", currency, clock.instant());
        entities.persist(account);
        String secret = configured.map(String::strip).orElseGet(ApiKey::newSecret);
        Set<String> roles = Set.of(Role.TRANSCRIBER, Role.AUDITOR, Role.ADMINISTRATOR);
        entities.persist(new ApiKey(account, "bootstrap", secret, roles, clock.instant()));
        if (configured.isEmpty()) {
            // the only moment at which it exists outside the caller's hands
            LOG.warning("This is the API key of the new database. It is not stored and not shown again: " + secret);
        }
    }
}
