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
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/**
 * Creates the first account and the first key of an empty database. If the last administrator key is gone, it adds the
 * configured key. It also adds the configured recovery key, once.
 */
@ApplicationScoped
public class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());

    /** The message with the generated key. The key itself is not stored. */
    private final AtomicReference<String> newKeyMessage = new AtomicReference<>();

    @Inject
    FirstKeyTransactions first;

    @Inject
    ApiKeyAuthenticator keys;

    @Inject
    SecuritySettings settings;

    @Inject
    AccountSettings accounts;

    public void start(@Observes @Priority(Schema.FIRST + 100) @Initialized(ApplicationScoped.class) Object start) {
        requireCurrency();
        bootstrap(settings.bootstrapKey());
        settings.recoveryKey().ifPresent(this::recover);
    }

    private void bootstrap(Optional<String> chosen) {
        if (!first.exists()) {
            if (createFirst(chosen)) {
                return;
            }
        } else if (chosen.isPresent() && !first.administratorExists() && !isUsed(chosen.get())) {
            create(SecuritySettings.BOOTSTRAP_KEY, chosen.get());
            LOG.warning("No administrator key was left: escriba.security.bootstrap-key is an administrator key now");
            return;
        }
        if (chosen.isPresent() && !keys.isActive(chosen.get())) {
            LOG.warning("escriba.security.bootstrap-key is ignored: the database has keys already, or it was revoked");
        }
    }

    /** A key works once: a start does not bring back one that was revoked. */
    private void recover(String secret) {
        LOG.warning(
                create(SecuritySettings.RECOVERY_KEY, secret)
                        ? "escriba.security.recovery-key is an administrator key now. Remove the setting."
                        : "escriba.security.recovery-key is refused: the database has this key already. Remove the"
                                + " setting. If you need another key, set it to one that was never used.");
    }

    /** Whether the database has this key, perhaps keyed with a pepper that is not known any more. */
    private boolean isUsed(String secret) {
        return keys.isKnown(secret) || first.isRecovered(secret);
    }

    /** Returns whether this node created the key. */
    private boolean create(String setting, String secret) {
        return CreateOnce.ensure(() -> isUsed(secret), () -> first.recover(setting, secret));
    }

    /**
     * Creates the first account and key.
     *
     * @return whether this node created them
     */
    private boolean createFirst(Optional<String> chosen) {
        String secret = chosen.orElseGet(() -> KeySecret.random().text());
        if (!CreateOnce.ensure(first::exists, () -> first.create(accounts.currency(), accounts.scale(), secret))) {
            return false;
        }
        if (chosen.isEmpty()) {
            newKeyMessage.set(
                    "This is the API key of the new database. It is not stored and not shown again: " + secret);
        }
        return true;
    }

    /** The message with the key that this start generated. Only the first call returns it. */
    public Optional<String> takeNewKey() {
        return Optional.ofNullable(newKeyMessage.getAndSet(null));
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
