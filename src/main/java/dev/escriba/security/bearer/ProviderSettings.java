package dev.escriba.security.bearer;

import dev.escriba.settings.entity.WrongSetting;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration of the identity provider.
 *
 * @param issuer empty if no provider is configured
 * @param audiences the accepted audiences of bearer tokens; empty if bearer tokens are off
 */
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

    /**
     * Reads the configuration.
     *
     * @throws WrongSetting if a value is wrong; the message names its key
     */
    public static ProviderSettings of(Config config) {
        Optional<URI> issuer = url(config, "issuer");
        Set<String> audiences = new LinkedHashSet<>(
                text(config, "audience").map(ProviderSettings::list).orElse(List.of()));
        if (issuer.isEmpty() && !audiences.isEmpty()) {
            throw new WrongSetting(
                    PREFIX + "audience",
                    String.join(",", audiences),
                    "It needs an identity provider: set " + PREFIX + "issuer too.");
        }
        return new ProviderSettings(
                issuer,
                audiences,
                url(config, "jwks-uri"),
                duration(config, "keys-lifetime", Duration.ofMinutes(5), Duration.ofSeconds(1), MAX_LIFETIME),
                duration(config, "clock-skew", Duration.ofSeconds(30), Duration.ZERO, MAX_SKEW),
                new ClaimNames(
                        text(config, "groups-claim").orElse("groups"),
                        text(config, "account-claim"),
                        text(config, "name-claim").orElse("preferred_username")));
    }

    /** A value without leading and trailing blanks; empty if it is absent or blank. */
    public static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(PREFIX + key, String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** A URL over TLS or on the loopback address. Other connections could be forged. */
    public static Optional<URI> url(Config config, String key) {
        return text(config, key).map(value -> {
            URI url;
            try {
                url = URI.create(value);
            } catch (IllegalArgumentException e) {
                throw new WrongSetting(PREFIX + key, value, URL_REMEDY, e);
            }
            if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null || !isSafe(url)) {
                throw new WrongSetting(PREFIX + key, value, URL_REMEDY);
            }
            return url;
        });
    }

    static boolean isSafe(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null) {
            return false;
        }
        boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(url.getHost());
        return scheme.equals("https") || (here && scheme.equals("http"));
    }

    private static List<String> list(String value) {
        return List.of(value.split("\\s*,\\s*"));
    }

    private static Duration duration(Config config, String key, Duration fallback, Duration least, Duration most) {
        Duration value = text(config, key).map(text -> duration(key, text)).orElse(fallback);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw WrongSetting.outOfRange(PREFIX + key, value, least, most);
        }
        return value;
    }

    private static Duration duration(String key, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new WrongSetting(PREFIX + key, text, "Set it to an ISO 8601 duration such as PT30S.", e);
        }
    }
}
