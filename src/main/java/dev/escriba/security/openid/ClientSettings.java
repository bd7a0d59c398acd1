package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.entity.WrongSetting;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The registration of this application at the identity provider.
 *
 * @param callerGroupsClaim claim that the server's mechanism reads groups from; this application does not use them
 * @param hidesServerMechanism whether the server's mechanism bean is hidden from the server, which might call it
 *     instead of this application's
 * @param publicUrl address that people use, if the service cannot derive it from requests
 */
record ClientSettings(
        String id,
        String secret,
        List<String> scopes,
        String callerGroupsClaim,
        boolean hidesServerMechanism,
        Optional<URI> publicUrl) {

    /**
     * Reads the configuration; empty if sign-in by OpenID Connect is off.
     *
     * @throws WrongSetting if a value is wrong; the message names its key
     */
    static Optional<ClientSettings> of(Config config) {
        Optional<URI> publicUrl = ProviderSettings.url(config, "public-url");
        Optional<String> id = ProviderSettings.text(config, "client-id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (ProviderSettings.text(config, "issuer").isEmpty()) {
            throw new WrongSetting(
                    ProviderSettings.PREFIX + "client-id",
                    id.get(),
                    "It needs an identity provider: set " + ProviderSettings.PREFIX + "issuer too.");
        }
        String secret = ProviderSettings.text(config, "client-secret")
                .orElseThrow(() -> new WrongSetting(
                        ProviderSettings.PREFIX + "client-id",
                        id.get(),
                        "It needs its secret: set " + ProviderSettings.PREFIX + "client-secret too."));
        String scopes = ProviderSettings.text(config, "scopes").orElse("openid profile");
        return Optional.of(new ClientSettings(
                literal("client-id", id.orElseThrow()),
                literal("client-secret", secret),
                List.of(literal("scopes", scopes).split("\\s+")),
                literal(
                        "caller-groups-claim",
                        ProviderSettings.text(config, "caller-groups-claim").orElse("iss")),
                flag(config, "hide-server-mechanism"),
                publicUrl));
    }

    private static boolean flag(Config config, String key) {
        String value = ProviderSettings.text(config, key).orElse("false");
        if (!Set.of("true", "false").contains(value)) {
            throw new WrongSetting(ProviderSettings.PREFIX + key, value, "Set it to true or false.");
        }
        return Boolean.parseBoolean(value);
    }

    /** Refuses values that the server's mechanism would evaluate as an expression. */
    private static String literal(String key, String value) {
        if (value.contains("${") || value.contains("#{")) {
            throw new WrongSetting(
                    ProviderSettings.PREFIX + key,
                    value,
                    "Set it to a text without ${ and #{, which the server replaces.");
        }
        return value;
    }

    @Override
    public String toString() {
        return id;
    }
}
