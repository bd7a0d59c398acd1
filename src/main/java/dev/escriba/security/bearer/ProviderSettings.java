package dev.escriba.security.bearer;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of the identity provider.
 *
 * @param issuer empty if no provider is configured
 * @param audiences the accepted audiences of bearer tokens; empty if bearer tokens are off
 */
@Settings
public record ProviderSettings(
        Optional<URI> issuer,
        Set<String> audiences,
        Optional<URI> jwksUri,
        Duration keysLifetime,
        Duration clockSkew,
        ClaimNames claims) {

    public static final String PREFIX = "escriba.security.oidc.";

    private static final String URL_REMEDY =
            "Set it to an https URL without query (http only on the loopback address).";

    private static final Duration MAX_LIFETIME = Duration.ofHours(1);
    private static final Duration MAX_SKEW = Duration.ofMinutes(2);

    public ProviderSettings {
        audiences = Set.copyOf(audiences);
    }

    public static ProviderSettings read(SettingsReader settings) {
        Optional<URI> issuer = url(settings, "issuer");
        List<String> audiences = settings.list(PREFIX + "audience");
        if (settings.text(PREFIX + "issuer").isEmpty() && !audiences.isEmpty()) {
            settings.refuse(
                    PREFIX + "audience",
                    String.join(",", audiences),
                    "It needs an identity provider: set " + PREFIX + "issuer too.");
        }
        return new ProviderSettings(
                issuer,
                Set.copyOf(audiences),
                url(settings, "jwks-uri"),
                settings.duration(PREFIX + "keys-lifetime", "PT5M", Duration.ofSeconds(1), MAX_LIFETIME),
                settings.duration(PREFIX + "clock-skew", "PT30S", Duration.ZERO, MAX_SKEW),
                new ClaimNames(
                        settings.text(PREFIX + "groups-claim", "groups"),
                        settings.text(PREFIX + "account-claim"),
                        settings.text(PREFIX + "name-claim", "preferred_username")));
    }

    /** A URL over TLS or on the loopback address. Other connections could be forged. */
    public static Optional<URI> url(SettingsReader settings, String name) {
        return settings.value(PREFIX + name, ProviderSettings::url, URL_REMEDY);
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null || !isSafe(url)) {
            throw new IllegalArgumentException(text);
        }
        return url;
    }

    static boolean isSafe(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null) {
            return false;
        }
        boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(url.getHost());
        return scheme.equals("https") || (here && scheme.equals("http"));
    }
}
