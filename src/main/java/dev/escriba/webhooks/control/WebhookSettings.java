package dev.escriba.webhooks.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.web.control.Addresses;
import java.time.Duration;

/**
 * The configuration of webhooks.
 *
 * @param workers attempts that this node makes at the same time
 * @param interval between two looks for deliveries that are due
 * @param timeout of an attempt, from the connection to the head of the answer
 * @param allowedNetworks addresses and networks that are not public and may be called nevertheless
 * @param retention how long deliveries are kept
 * @param secretOverlap how long the secret before a rotation signs too
 * @param maxPerAccount webhooks of an account
 */
@Settings
public record WebhookSettings(
        int workers,
        Duration interval,
        Duration timeout,
        String allowedNetworks,
        Duration retention,
        Duration secretOverlap,
        int maxPerAccount) {

    static final String INTERVAL = "escriba.webhooks.interval";
    static final String TIMEOUT = "escriba.webhooks.timeout";
    static final String RETENTION = "escriba.webhooks.retention";

    private static final String ALLOWED_NETWORKS = "escriba.webhooks.allowed-networks";

    public static WebhookSettings read(SettingsReader settings) {
        return new WebhookSettings(
                settings.integer("escriba.webhooks.workers", "8", 2, 64),
                settings.duration(INTERVAL, "PT1S", Duration.ofMillis(50), Duration.ofMinutes(1)),
                settings.duration(TIMEOUT, "PT15S", Duration.ofSeconds(1), Duration.ofMinutes(2)),
                networks(settings),
                settings.duration(RETENTION, "P30D", Duration.ofDays(1), Duration.ofDays(3650)),
                settings.notNegative("escriba.webhooks.secret-overlap", "PT24H"),
                settings.integer("escriba.webhooks.max-per-account", "20", 0, 1000));
    }

    private static String networks(SettingsReader settings) {
        return settings.value(
                        ALLOWED_NETWORKS,
                        text -> {
                            Addresses.of(text);
                            return text;
                        },
                        "Set it to addresses and networks such as 10.1.0.0/16, separated by commas.")
                .orElse("");
    }
}
