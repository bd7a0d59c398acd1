package dev.escriba.webhooks.control;

import dev.escriba.security.control.Sealing;
import dev.escriba.webhooks.entity.SealedSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes the secrets of webhooks, seals them for the database and opens them. A secret is sealed for its webhook: it
 * cannot be opened as that of another one.
 */
@ApplicationScoped
public class WebhookSecrets {

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
        byte[] sealed = sealing.seal(context(webhook), key, key.length);
        return new NewSecret(
                PREFIX + Base64.getEncoder().encodeToString(key),
                new SealedSecret(Base64.getEncoder().encodeToString(sealed)));
    }

    /**
     * The key of a sealed secret.
     *
     * @throws IllegalStateException if it was sealed with the pepper of another service, or for another webhook
     */
    byte[] open(String webhook, SealedSecret sealed) {
        return sealing.open(context(webhook), Base64.getDecoder().decode(sealed.text()));
    }

    private static String context(String webhook) {
        return "webhook secret " + webhook;
    }
}
