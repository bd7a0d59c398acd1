package dev.escriba.webhooks.control;

import dev.escriba.security.control.Sealing;
import dev.escriba.webhooks.entity.SealedSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the secrets of webhooks, seals them for the database and opens them. A secret is sealed for its webhook, so
 * nothing can open it as the secret of another webhook.
 */
@ApplicationScoped
public class WebhookSecrets {

    private static final Logger LOG = Logger.getLogger(WebhookSecrets.class.getName());
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sealing sealing;

    protected WebhookSecrets() {}

    @Inject
    public WebhookSecrets(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * A new secret.
     *
     * @param text what the receiver verifies signatures with
     */
    public record NewSecret(String text, SealedSecret sealed) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "NewSecret";
        }
    }

    NewSecret make(String webhook) {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new NewSecret(PREFIX + Base64.getEncoder().encodeToString(key), seal(webhook, key));
    }

    /**
     * The key of a sealed secret.
     *
     * @throws IllegalStateException if it was sealed with the pepper of another service, or for another webhook
     */
    byte[] open(String webhook, SealedSecret sealed) {
        return sealing.open(context(webhook), bytes(sealed));
    }

    /**
     * The keys of the secrets that sign. Leaves out a secret from before a rotation whose pepper is lost.
     *
     * @param newestFirst at least one
     * @throws IllegalStateException if the newest one cannot be opened
     */
    List<byte[]> keys(String webhook, List<SealedSecret> newestFirst) {
        List<byte[]> keys = new ArrayList<>(List.of(open(webhook, newestFirst.get(0))));
        for (SealedSecret earlier : newestFirst.subList(1, newestFirst.size())) {
            try {
                keys.add(open(webhook, earlier));
            } catch (IllegalStateException e) {
                LOG.log(
                        Level.WARNING,
                        "The secret of webhook {0} from before its rotation does not sign: {1}",
                        new Object[] {webhook, e.getMessage()});
            }
        }
        return keys;
    }

    /**
     * The same secret, sealed with the pepper in use. Empty if that pepper has sealed it already, or if it cannot be
     * opened.
     */
    Optional<SealedSecret> renewed(String webhook, SealedSecret sealed) {
        if (sealing.isCurrent(bytes(sealed))) {
            return Optional.empty();
        }
        try {
            return Optional.of(seal(webhook, open(webhook, sealed)));
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, e, () -> "A secret of webhook " + webhook + " cannot be opened");
            return Optional.empty();
        }
    }

    private SealedSecret seal(String webhook, byte[] key) {
        return new SealedSecret(Base64.getEncoder().encodeToString(sealing.seal(context(webhook), key, key.length)));
    }

    private static byte[] bytes(SealedSecret sealed) {
        return Base64.getDecoder().decode(sealed.text());
    }

    private static String context(String webhook) {
        return "webhook secret " + webhook;
    }
}
