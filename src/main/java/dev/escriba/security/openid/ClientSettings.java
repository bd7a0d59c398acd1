package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What this application is to the identity provider.
 *
 * @param mechanismGroups a claim for the server's mechanism to take groups from, which nobody uses here
 * @param publicUrl where people find the application, if that is not what requests say
 */
record ClientSettings(String id, String secret, List<String> scopes, String mechanismGroups, Optional<URI> publicUrl) {

    /** Empty where people do not sign in; throws an {@link IllegalArgumentException} that names the key of a wrong value. */
    static Optional<ClientSettings> of(Config config) {
        Optional<URI> publicUrl = ProviderSettings.url(config, "public-url");
        Optional<String> id = ProviderSettings.text(config, "client-id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (ProviderSettings.text(config, "issuer").isEmpty()) {
            throw new IllegalArgumentException(
                    ProviderSettings.PREFIX + "client-id needs " + ProviderSettings.PREFIX + "issuer");
        }
        String secret = ProviderSettings.text(config, "client-secret")
                .orElseThrow(() -> new IllegalArgumentException(
                        ProviderSettings.PREFIX + "client-id needs " + ProviderSettings.PREFIX + "client-secret"));
        String scopes = ProviderSettings.text(config, "scopes").orElse("openid profile");
        return Optional.of(new ClientSettings(
                literal("client-id", id.orElseThrow()),
                literal("client-secret", secret),
                List.of(literal("scopes", scopes).split("\\s+")),
                literal(
                        "mechanism-groups-claim",
                        ProviderSettings.text(config, "mechanism-groups-claim").orElse("iss")),
                publicUrl));
    }

    /** The mechanism takes some texts for expressions. */
    private static String literal(String key, String value) {
        if (value.contains("${") || value.contains("#{")) {
            throw new IllegalArgumentException(ProviderSettings.PREFIX + key + " must not contain ${ or #{");
        }
        return value;
    }

    @Override
    public String toString() {
        return id;
    }
}
