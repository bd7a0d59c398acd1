package dev.escriba.security.bearer;

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
 * What is configured about the identity provider.
 *
 * @param issuer empty where no provider is configured
 * @param audiences for whom bearer tokens must be; empty where bearer tokens are off
 */
public record ProviderSettings(
        Optional<URI> issuer,
        Set<String> audiences,
        Optional<URI> jwksUri,
        Duration keysLifetime,
        Duration clockSkew,
        ClaimNames claims) {

    public static final String PREFIX = "escriba.security.oidc.";

    private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(2);

    public ProviderSettings {
        audiences = Set.copyOf(audiences);
    }

    /** Throws an {@link IllegalArgumentException} that names the key of a wrong value. */
    public static ProviderSettings of(Config config) {
        Optional<URI> issuer = url(config, "issuer");
        Set<String> audiences = new LinkedHashSet<>(
                text(config, "audience").map(ProviderSettings::list).orElse(List.of()));
        if (issuer.isEmpty() && !audiences.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "audience needs " + PREFIX + "issuer");
        }
        return new ProviderSettings(
                issuer,
                audiences,
                url(config, "jwks-uri"),
                duration(config, "keys-lifetime", Duration.ofMinutes(5), Duration.ofSeconds(1), LONGEST_LIFETIME),
                duration(config, "clock-skew", Duration.ofSeconds(30), Duration.ZERO, LONGEST_SKEW),
                new ClaimNames(
                        text(config, "groups-claim").orElse("groups"),
                        text(config, "account-claim"),
                        text(config, "name-claim").orElse("preferred_username")));
    }

    /** A value without blanks around it, where there is one. */
    public static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(PREFIX + key, String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** An address whose answers can be trusted: over TLS, or on this very machine. */
    public static Optional<URI> url(Config config, String key) {
        return text(config, key).map(value -> {
            URI url;
            try {
                url = URI.create(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(PREFIX + key + " is not a URL", e);
            }
            if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null || !isSafe(url)) {
                throw new IllegalArgumentException(
                        PREFIX + key + " must be an https URL (http only on the loopback address), without query");
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
        try {
            Duration value = text(config, key).map(Duration::parse).orElse(fallback);
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(PREFIX + key + " is not an ISO 8601 duration", e);
        }
        throw new IllegalArgumentException(PREFIX + key + " must lie between " + least + " and " + most);
    }
}
