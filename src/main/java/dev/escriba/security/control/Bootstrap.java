package dev.escriba.security.control;

import dev.escriba.schema.control.CreateOnce;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.settings.entity.StartFailed;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Currency;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Creates the first account and the first key of an empty database. If the last administrator key is gone, it adds the
 * configured key.
 */
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());
    private static final int MIN_CHARACTERS = 20;

    /** The message with the generated key. The key itself is not stored. */
    private Optional<String> newKeyMessage = Optional.empty();

    @Inject
    FirstKeyTransactions first;

    @Inject
    ApiKeyAuthenticator keys;

    @Inject
    @ConfigProperty(name = "escriba.security.bootstrap-key")
    Optional<String> configured;

    @Inject
    @ConfigProperty(name = "escriba.billing.currency", defaultValue = "USD")
    String currency;

    @Inject
    @ConfigProperty(name = "escriba.billing.scale", defaultValue = "6")
    int scale;

    public void start(@Observes @Priority(Schema.FIRST + 100) @Initialized(ApplicationScoped.class) Object start) {
        Optional<String> chosen = configured.map(String::strip);
        if (chosen.isPresent() && !isAcceptable(chosen.get())) {
            throw new WrongSetting(
                    "escriba.security.bootstrap-key",
                    chosen.get(),
                    "Set it to " + MIN_CHARACTERS + " to " + ApiKeyAuthenticator.MAX_CHARACTERS
                            + " printable ASCII characters, without blanks.");
        }
        requireCurrency();
        if (scale < 0 || scale > Account.MAX_PLACES) {
            throw WrongSetting.outOfRange("escriba.billing.scale", scale, 0, Account.MAX_PLACES);
        }
        if (!first.exists()) {
            if (createFirst(chosen)) {
                return;
            }
        } else if (chosen.isPresent() && !first.administratorExists() && !keys.isKnown(chosen.get())) {
            first.addKey(chosen.get());
            LOG.warning("No administrator key was left: escriba.security.bootstrap-key is an administrator key now");
            return;
        }
        if (chosen.isPresent() && keys.findCaller(chosen.get()).isEmpty()) {
            LOG.warning("escriba.security.bootstrap-key is ignored: the database has keys already, or it was revoked");
        }
    }

    /**
     * Creates the first account and key.
     *
     * @return whether this node created them
     */
    private synchronized boolean createFirst(Optional<String> chosen) {
        String secret = chosen.orElseGet(() -> KeySecret.random().text());
        if (!CreateOnce.ensure(first::exists, () -> first.create(currency, scale, secret))) {
            return false;
        }
        if (chosen.isEmpty()) {
            newKeyMessage = Optional.of(
                    "This is the API key of the new database. It is not stored and not shown again: " + secret);
        }
        return true;
    }

    /** The message with the key that this start generated. Only the first call returns it. */
    public synchronized Optional<String> takeNewKey() {
        Optional<String> key = newKeyMessage;
        newKeyMessage = Optional.empty();
        return key;
    }

    /** Logs the key if the start fails after the key was stored: the next start generates no key. */
    void show(@Observes StartFailed event) {
        takeNewKey().ifPresent(LOG::warning);
    }

    /** Logs the key if the application stops before the start is complete. */
    @PreDestroy
    void stop() {
        takeNewKey().ifPresent(LOG::warning);
    }

    /** Requires that the configured currency is valid and is the currency of all stored accounts. */
    private void requireCurrency() {
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException e) {
            throw new WrongSetting(
                    "escriba.billing.currency", currency, "Set it to an ISO 4217 code such as USD or EUR.", e);
        }
        for (String kept : first.currencies()) {
            if (!kept.equals(currency)) {
                throw new WrongSetting(
                        "escriba.billing.currency",
                        currency,
                        "The database has accounts in " + kept + ": set it to " + kept + ".");
            }
        }
    }

    /** Printable ASCII without blanks, which an HTTP header can carry. */
    private static boolean isAcceptable(String key) {
        return key.length() >= MIN_CHARACTERS
                && key.length() <= ApiKeyAuthenticator.MAX_CHARACTERS
                && key.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
