package dev.escriba.web.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.util.Optional;

/**
 * Where clients find the application.
 *
 * @param publicUrl also that of the sign-in of people, which refuses what is no such URL
 */
@Settings
public record PublicSettings(Optional<URI> publicUrl) {

    public static PublicSettings read(SettingsReader settings) {
        return new PublicSettings(settings.value(
                "escriba.security.oidc.public-url",
                URI::create,
                "Set it to a URL such as https://speech.example.com."));
    }
}
