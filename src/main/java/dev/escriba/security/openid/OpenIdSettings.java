package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.util.Optional;

/**
 * The configuration of the sign-in of people in a browser.
 *
 * @param client what this application is to the identity provider; empty where people do not sign in
 * @param publicUrl where people find the application
 * @param signInsPerMinute requests below {@code /sign-in} that each client network has
 * @param maxSessions that this node keeps
 */
@Settings
public record OpenIdSettings(
        Optional<ClientSettings> client, Optional<URI> publicUrl, int signInsPerMinute, int maxSessions) {

    public static OpenIdSettings read(SettingsReader settings) {
        Optional<URI> publicUrl = ProviderSettings.url(settings, "public-url");
        return new OpenIdSettings(
                ClientSettings.read(settings, publicUrl),
                publicUrl,
                settings.integer(ProviderSettings.PREFIX + "sign-ins-per-minute", "60", 1, 1_000_000),
                settings.integer(ProviderSettings.PREFIX + "max-sessions", "10000", 1, 10_000_000));
    }

    /** Whether browsers reach the application over TLS: cookies are then never sent without it. */
    boolean isPublishedOverTls() {
        return publicUrl
                .filter(url -> url.getScheme().equalsIgnoreCase("https"))
                .isPresent();
    }
}
