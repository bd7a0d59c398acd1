package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this application is to the identity provider.
 *
 * @param callerGroupsClaim a claim for the server's mechanism to take groups from, which nobody uses here
 * @param hidesServerMechanism whether the server's mechanism is kept from the server, which might call it in place of this application's
 * @param publicUrl where people find the application, if that is not what requests say
 */
public record ClientSettings(
        String id,
        String secret,
        List<String> scopes,
        String callerGroupsClaim,
        boolean hidesServerMechanism,
        Optional<URI> publicUrl) {

    private static final String WITHOUT_EXPRESSIONS = "Set it to a text without ${ and #{, which the server replaces.";

    public ClientSettings {
        scopes = List.copyOf(scopes);
    }

    /** Empty where people do not sign in. */
    static Optional<ClientSettings> read(SettingsReader settings, Optional<URI> publicUrl) {
        Optional<String> id = settings.text(key("client-id"));
        Optional<String> secret = settings.text(key("client-secret"));
        String scopes = settings.text(key("scopes"), "openid profile");
        String callerGroupsClaim = settings.text(key("caller-groups-claim"), "iss");
        boolean hidesServerMechanism =
                settings.value(key("hide-server-mechanism"), "false", ClientSettings::flag, "Set it to true or false.");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (settings.text(key("issuer")).isEmpty()) {
            settings.refuse(
                    key("client-id"), id.get(), "It needs an identity provider: set " + key("issuer") + " too.");
        }
        if (secret.isEmpty()) {
            settings.refuse(key("client-id"), id.get(), "It needs its secret: set " + key("client-secret") + " too.");
        }
        return Optional.of(new ClientSettings(
                literal(settings, "client-id", id.get()),
                literal(settings, "client-secret", secret.orElse("")),
                List.of(literal(settings, "scopes", scopes).split("\\s+")),
                literal(settings, "caller-groups-claim", callerGroupsClaim),
                hidesServerMechanism,
                publicUrl));
    }

    private static String key(String name) {
        return ProviderSettings.PREFIX + name;
    }

    private static boolean flag(String text) {
        if (!Set.of("true", "false").contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.parseBoolean(text);
    }

    /** The mechanism takes some texts for expressions. */
    private static String literal(SettingsReader settings, String name, String value) {
        if (value.contains("${") || value.contains("#{")) {
            settings.refuse(key(name), value, WITHOUT_EXPRESSIONS);
        }
        return value;
    }

    @Override
    public String toString() {
        return id;
    }
}
