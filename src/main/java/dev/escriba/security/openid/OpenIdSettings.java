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
 * @param publicUrl where people find the application, if that is not what requests say
 */
@Settings
public record OpenIdSettings(Optional<ClientSettings> client, Optional<URI> publicUrl) {

    public static OpenIdSettings read(SettingsReader settings) {
        Optional<URI> publicUrl = ProviderSettings.url(settings, "public-url");
        return new OpenIdSettings(ClientSettings.read(settings, publicUrl), publicUrl);
    }
}
