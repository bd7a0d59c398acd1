package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registration of this application at the identity provider.
 *
 * @param callerGroupsClaim claim that the server's mechanism reads groups from; this application does not use them
 * @param hidesServerMechanism whether the server's mechanism bean is hidden from the server, which might call it
 *     instead of this application's
 * @param pkce whether this application does the code flow itself, with PKCE, instead of the server's mechanism
 * @param publicUrl address that people use; never derived from a request, because a client chooses its Host header
 */
public record ClientSettings(
        String id,
        String secret,
        List<String> scopes,
        String callerGroupsClaim,
        boolean hidesServerMechanism,
        boolean pkce,
        URI publicUrl) {

    /** Stands for an address that is missing or wrong, and so is refused. */
    private static final URI NOWHERE = URI.create("https://invalid/");

    private static final String WITHOUT_EXPRESSIONS = "Set it to a text without ${ and #{, which the server replaces.";

    public ClientSettings {
        scopes = List.copyOf(scopes);
    }

    /**
     * Reads the configuration; empty if sign-in by OpenID Connect is off.
     *
     * @throws WrongSetting if a value is wrong; the message names its key
     */
    static Optional<ClientSettings> read(SettingsReader settings, Optional<URI> publicUrl) {
        Optional<String> id = settings.text(key("client-id"));
        Optional<String> secret = settings.text(key("client-secret"));
        String scopes = settings.text(key("scopes"), "openid profile");
        String callerGroupsClaim = settings.text(key("caller-groups-claim"), "iss");
        boolean hidesServerMechanism =
                settings.value(key("hide-server-mechanism"), "false", ClientSettings::flag, "Set it to true or false.");
        boolean pkce = settings.value(key("pkce"), "false", ClientSettings::flag, "Set it to true or false.");
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
        if (settings.text(key("public-url")).isEmpty()) {
            settings.refuse(
                    key("client-id"),
                    id.get(),
                    "It needs the address that people use: set " + key("public-url") + " too.");
        }
        if (settings.list(key("audience")).contains(id.get())) {
            settings.refuse(
                    key("audience"),
                    id.get(),
                    "It is the client id of the sign-in, so ID tokens of people would count as bearer tokens: set it to"
                            + " an audience of this API.");
        }
        return Optional.of(new ClientSettings(
                literal(settings, "client-id", id.get()),
                literal(settings, "client-secret", secret.orElse("")),
                List.of(literal(settings, "scopes", scopes).split("\\s+")),
                literal(settings, "caller-groups-claim", callerGroupsClaim),
                hidesServerMechanism,
                pkce,
                publicUrl.orElse(NOWHERE)));
    }

    /** The address at which people return from the provider. */
    String callback() {
        return publicUrl.toString().replaceAll("/$", "") + OpenIdExtension.CALLBACK;
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

    /** Refuses values that the server's mechanism would evaluate as an expression. */
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
