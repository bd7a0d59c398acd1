package dev.escriba.security.control;

import dev.escriba.security.entity.ApiKey;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.Optional;

/**
 * The configuration of API keys and limits.
 *
 * @param bootstrapKey the first API key of an empty database
 * @param recoveryKey an administrator key that the next start creates once
 * @param pepper the secret that keys the digests of API keys; empty where this node makes its own
 * @param otherPepper a pepper that is accepted beside the one in use, while the pepper is changed
 * @param requestsPerMinute limit of each caller that has no limit of its own
 * @param failedAttemptsPerMinute failed sign-ins that an address has
 * @param metricsOpen whether {@code /metrics} answers without credentials
 */
@Settings
public record SecuritySettings(
        Optional<String> bootstrapKey,
        Optional<String> recoveryKey,
        Optional<String> pepper,
        Optional<String> otherPepper,
        Optional<Integer> requestsPerMinute,
        int failedAttemptsPerMinute,
        boolean metricsOpen) {

    static final String BOOTSTRAP_KEY = "escriba.security.bootstrap-key";
    static final String RECOVERY_KEY = "escriba.security.recovery-key";
    static final String PEPPER = "escriba.security.pepper";
    static final String OTHER_PEPPER = "escriba.security.other-pepper";
    static final String REQUESTS_PER_MINUTE = "escriba.security.requests-per-minute";

    private static final int MIN_KEY_CHARACTERS = 20;
    private static final int MIN_PEPPER_CHARACTERS = 32;

    public static SecuritySettings read(SettingsReader settings) {
        return new SecuritySettings(
                key(settings, BOOTSTRAP_KEY),
                key(settings, RECOVERY_KEY),
                pepper(settings, PEPPER),
                pepper(settings, OTHER_PEPPER),
                settings.integer(REQUESTS_PER_MINUTE, 1, ApiKey.MAX_REQUESTS_PER_MINUTE),
                settings.integer("escriba.security.failed-attempts-per-minute", "20", 1, Integer.MAX_VALUE),
                settings.flag("escriba.telemetry.metrics-open", "false"));
    }

    private static Optional<String> key(SettingsReader settings, String name) {
        Optional<String> key = settings.text(name);
        key.filter(text -> !isAcceptable(text))
                .ifPresent(wrong -> settings.refuse(
                        name,
                        wrong,
                        "Set it to " + MIN_KEY_CHARACTERS + " to " + ApiKeyAuthenticator.MAX_CHARACTERS
                                + " printable ASCII characters, without blanks."));
        return key;
    }

    private static Optional<String> pepper(SettingsReader settings, String name) {
        Optional<String> pepper = settings.verbatim(name);
        pepper.filter(text -> text.length() < MIN_PEPPER_CHARACTERS)
                .ifPresent(wrong ->
                        settings.refuse(name, wrong, "Set it to " + MIN_PEPPER_CHARACTERS + " characters at least."));
        return pepper;
    }

    /** What a header can carry as it is. */
    private static boolean isAcceptable(String key) {
        return key.length() >= MIN_KEY_CHARACTERS
                && key.length() <= ApiKeyAuthenticator.MAX_CHARACTERS
                && key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SecuritySettings";
    }
}
