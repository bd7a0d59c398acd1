package dev.escriba.security.boundary;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.Optional;

/**
 * The configuration of a reverse proxy that signs people in.
 *
 * @param secret that the proxy sends; empty where no proxy signs people in
 * @param userHeader that names the person
 * @param groupsHeader that lists the groups
 * @param accountHeader that names the account
 */
@Settings
record ProxySettings(
        Optional<String> secret, String userHeader, String groupsHeader, Optional<String> accountHeader) {

    private static final String PREFIX = "escriba.security.proxy.";
    private static final int MIN_CHARACTERS = 32;

    static ProxySettings read(SettingsReader settings) {
        Optional<String> secret = settings.verbatim(PREFIX + "secret");
        secret.filter(text -> text.length() < MIN_CHARACTERS)
                .ifPresent(wrong -> settings.refuse(
                        PREFIX + "secret", wrong, "Set it to " + MIN_CHARACTERS + " characters at least."));
        return new ProxySettings(
                secret,
                settings.text(PREFIX + "user-header", "X-Forwarded-User"),
                settings.text(PREFIX + "groups-header", "X-Forwarded-Groups"),
                settings.text(PREFIX + "account-header"));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ProxySettings";
    }
}
