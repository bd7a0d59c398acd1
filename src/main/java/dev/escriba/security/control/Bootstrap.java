package dev.escriba.security.control;

import dev.escriba.schema.control.CreateOnce;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.settings.entity.StartFailed;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Logger;

/** Gives an empty database its first account and key, and one whose last administrator key is gone the configured one. */
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());

    /** The only moment at which it exists outside the caller's hands. */
    private Optional<String> made = Optional.empty();

    @Inject
    FirstKey first;

    @Inject
    ApiKeyAuthenticator keys;

    @Inject
    SecuritySettings settings;

    @Inject
    AccountSettings accounts;

    public void start(@Observes @Priority(Schema.FIRST + 100) @Initialized(ApplicationScoped.class) Object start) {
        Optional<String> chosen = settings.bootstrapKey();
        requireCurrency();
        if (!first.exists()) {
            if (make(chosen)) {
                return;
            }
        } else if (chosen.isPresent() && !first.administratorExists() && !keys.isKnown(chosen.get())) {
            first.another(chosen.get());
            LOG.warning("There was no key left that may administrate: escriba.security.bootstrap-key is one now");
            return;
        }
        if (chosen.isPresent() && keys.findCaller(chosen.get()).isEmpty()) {
            LOG.warning("escriba.security.bootstrap-key is ignored: the database has keys already, or it was revoked");
        }
    }

    /** Whether it was this node that made it. */
    private synchronized boolean make(Optional<String> chosen) {
        String secret = chosen.orElseGet(() -> KeySecret.random().text());
        if (!CreateOnce.ensure(first::exists, () -> first.make(accounts.currency(), accounts.scale(), secret))) {
            return false;
        }
        if (chosen.isEmpty()) {
            made = Optional.of(
                    "This is the API key of the new database. It is not stored and not shown again: " + secret);
        }
        return true;
    }

    /** The sentence that shows the key that was made at this start, to the first who asks: it exists nowhere else. */
    public synchronized Optional<String> takeNewKey() {
        Optional<String> key = made;
        made = Optional.empty();
        return key;
    }

    /** A start that fails after the key was made shows it all the same: the next start makes none. */
    void show(@Observes StartFailed event) {
        takeNewKey().ifPresent(LOG::warning);
    }

    /** As does one that ends before it has come to its end. */
    @PreDestroy
    void stop() {
        takeNewKey().ifPresent(LOG::warning);
    }

    /** Prices are in the configured currency, and an account keeps the one that it began with. */
    private void requireCurrency() {
        String currency = accounts.currency();
        for (String kept : first.currencies()) {
            if (!kept.equals(currency)) {
                throw new WrongSetting(
                        AccountSettings.CURRENCY,
                        currency,
                        "The database has accounts in " + kept + ": set it to " + kept + ".");
            }
        }
    }
}
