package dev.escriba.web.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of the component.
 *
 * @param maxFileBytes of an uploaded file; the component for media has the same key
 * @param maxOtherBytes of the other parts of a request and of the headers of all parts
 * @param maxDiscardedBytes how much of a body over the limit is read and thrown away
 * @param uploadGrace how long a client may send slowly
 * @param minUploadRate minimum rate in bytes per second after the grace time
 * @param minBodyRate rate in bytes per second at which a body of any size may arrive
 * @param maxBodyTime time in which a body may arrive, at whatever rate
 * @param maxJsonTime the same for a body that is not a form
 * @param maxBodies bodies that are read at one time
 * @param maxBodiesPerAccount the same for one account
 * @param maxRequests requests to the API at one time
 * @param maxRequestsPerAccount the same for one account
 * @param maxPages other pages at one time, health checks apart
 * @param watchesConnections whether a run ends when its client closes the connection
 * @param trustedProxies addresses of the proxies whose {@code X-Forwarded-For} counts, as they are configured
 * @param corsOrigins whose pages may call the API
 */
@Settings
public record WebSettings(
        long maxFileBytes,
        long maxOtherBytes,
        long maxDiscardedBytes,
        Duration uploadGrace,
        long minUploadRate,
        long minBodyRate,
        Duration maxBodyTime,
        Duration maxJsonTime,
        int maxBodies,
        int maxBodiesPerAccount,
        int maxRequests,
        int maxRequestsPerAccount,
        int maxPages,
        boolean watchesConnections,
        String trustedProxies,
        Set<String> corsOrigins) {

    /** The text fields of a form below {@code /v1} may have this many bytes, besides the other parts of a request. */
    static final long OPENAI_TEXT_BYTES = 1 << 20;

    private static final String CORS_ORIGINS = "escriba.web.cors-origins";

    public WebSettings {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** The bytes of the largest valid body. */
    public long maxBodyBytes() {
        return maxFileBytes + maxOtherBytes;
    }

    /** The bytes of the largest valid body of an API. */
    public long maxBodyBytes(Face face) {
        return maxBodyBytes() + (face == Face.OPENAI ? OPENAI_TEXT_BYTES : 0);
    }

    /**
     * The time in which a body has to arrive.
     *
     * @param bytes announced size, or that of the largest body
     */
    public Duration bodyTime(boolean form, long bytes) {
        Duration atRate = Duration.ofSeconds(Math.min(bytes, maxBodyBytes()) / minBodyRate);
        Duration most = atRate.compareTo(maxBodyTime) > 0 ? atRate : maxBodyTime;
        return form ? most : maxJsonTime;
    }

    public static WebSettings read(SettingsReader settings) {
        int maxRequests = settings.integer("escriba.web.max-requests", "80", 1, Integer.MAX_VALUE);
        return new WebSettings(
                settings.number("escriba.media.max-file-bytes", "26214400", 1, Long.MAX_VALUE - 1),
                settings.number("escriba.web.max-other-bytes", "262144", 0, Long.MAX_VALUE),
                settings.number("escriba.web.max-discarded-bytes", "134217728", 0, Long.MAX_VALUE),
                settings.notNegative("escriba.web.upload-grace", "PT30S"),
                settings.number("escriba.web.least-upload-rate", "4096", 1, Long.MAX_VALUE),
                settings.number("escriba.web.body-rate", "262144", 1, Long.MAX_VALUE),
                settings.positive("escriba.web.body-time", "PT2M"),
                settings.positive("escriba.web.json-time", "PT10S"),
                settings.integer("escriba.web.max-bodies", "48", 1, Integer.MAX_VALUE),
                settings.integer("escriba.web.max-bodies-per-account", "8", 1, Integer.MAX_VALUE),
                maxRequests,
                settings.integer("escriba.web.max-requests-per-account", 1, Integer.MAX_VALUE)
                        .orElse(ofAccount(maxRequests)),
                settings.integer("escriba.web.max-pages", "8", 1, Integer.MAX_VALUE),
                settings.flag("escriba.web.watch-connections", "true"),
                trustedProxies(settings),
                corsOrigins(settings));
    }

    /** An account leaves a quarter of the requests to others. */
    private static int ofAccount(int maxRequests) {
        return Math.max(1, maxRequests - maxRequests / 4);
    }

    private static String trustedProxies(SettingsReader settings) {
        Optional<String> proxies = settings.value(
                "escriba.web.trusted-proxies",
                text -> {
                    Addresses.of(text);
                    return text;
                },
                "Set it to addresses and networks such as 192.0.2.7, 10.0.0.0/8, separated by commas.");
        return proxies.orElse("");
    }

    private static Set<String> corsOrigins(SettingsReader settings) {
        Set<String> origins = new HashSet<>(settings.list(CORS_ORIGINS));
        origins.stream()
                .filter(origin -> !isOrigin(origin))
                .findFirst()
                .ifPresent(wrong -> settings.refuse(
                        CORS_ORIGINS,
                        wrong,
                        "Set it to origins such as https://app.example.com, separated by commas."));
        return origins;
    }

    /** Scheme and host, a port perhaps, and nothing else; no wildcard. */
    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
