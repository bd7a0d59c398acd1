package dev.escriba.speech.remote;

import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the settings of one server. */
final class UpstreamReader {

    private static final String URL = "url";
    private static final String PATH = "path";
    private static final String API_KEY = "api-key";
    private static final String API_KEY_FILE = "api-key-file";
    private static final String KEY_HEADER = "key-header";
    private static final String RESPONSE_FORMAT = "response-format";
    private static final String WORDS = "words";
    private static final String FORMATS = "formats";
    private static final String MAX_UPLOAD_BYTES = "max-upload-bytes";
    private static final String MAX_RESPONSE_BYTES = "max-response-bytes";
    private static final String CONNECT_TIMEOUT = "connect-timeout";
    private static final String TIMEOUT = "timeout";
    private static final String MAX_ATTEMPTS = "max-attempts";
    private static final String RETRY_DELAY = "retry-delay";
    private static final String MAX_RETRY_DELAY = "max-retry-delay";
    private static final String CONCURRENT_RUNS = "concurrent-runs";
    private static final String WAITING_LINE = "waiting-line";
    private static final String BREAKER_FAILURES = "breaker-failures";
    private static final String BREAKER_DELAY = "breaker-delay";

    private static final List<String> ALL = List.of(
            URL,
            PATH,
            API_KEY,
            API_KEY_FILE,
            KEY_HEADER,
            RESPONSE_FORMAT,
            WORDS,
            FORMATS,
            MAX_UPLOAD_BYTES,
            MAX_RESPONSE_BYTES,
            CONNECT_TIMEOUT,
            TIMEOUT,
            MAX_ATTEMPTS,
            RETRY_DELAY,
            MAX_RETRY_DELAY,
            CONCURRENT_RUNS,
            WAITING_LINE,
            BREAKER_FAILURES,
            BREAKER_DELAY);

    /** The properties as environment variables spell them. */
    static final Set<String> PROPERTIES =
            ALL.stream().map(SettingsReader::plain).collect(Collectors.toUnmodifiableSet());

    /** The remedy for a name that is none of these. */
    static final String FORM = "The name of a setting of a remote server is " + RemoteSettings.SERVERS
            + ", a name of letters and digits for the server, a dot and one of: " + String.join(", ", ALL) + ".";

    private static final String NO_FORMAT = "none";
    private static final String USUAL_FORMATS = "flac,mp3,mp4,mpeg,mpga,m4a,ogg,wav,webm";
    private static final Duration MAX_TIME = Duration.ofHours(6);
    private static final long MAX_BYTES = 1L << 40;

    private final String name;
    private final Map<String, String> keys;
    private final SettingsReader settings;

    /** @param keys the names as they are spelt, by property */
    UpstreamReader(String name, Map<String, String> keys, SettingsReader settings) {
        this.name = name;
        this.keys = keys;
        this.settings = settings;
    }

    /** Empty if the address is missing or wrong. The reader of the settings then has the error. */
    Optional<Upstream> read() {
        Optional<URI> url = settings.text(key(URL)).flatMap(this::url);
        if (!keys.containsKey(SettingsReader.plain(URL))) {
            settings.refuse(key(URL), "", "A remote server needs an address.");
        }
        String path = settings.value(
                key(PATH), "/audio/transcriptions", UpstreamReader::path, "Set it to a path that begins with a slash.");
        Optional<UpstreamKey> secret = secret();
        Upstream upstream = new Upstream(
                name,
                url.map(address -> endpoint(address, path)).orElse(URI.create("http://localhost")),
                secret,
                settings.value(
                        key(KEY_HEADER),
                        "Authorization",
                        UpstreamReader::header,
                        "Set it to the name of a header, such as Authorization or api-key."),
                settings.value(
                        key(RESPONSE_FORMAT),
                        "verbose_json",
                        UpstreamReader::isVerbose,
                        "Set it to json or verbose_json."),
                settings.flag(key(WORDS), "false"),
                formats(),
                settings.number(key(MAX_UPLOAD_BYTES), "26214400", 1 << 10, MAX_BYTES),
                settings.integer(key(MAX_RESPONSE_BYTES), "10485760", 1 << 10, 1 << 30),
                settings.duration(key(CONNECT_TIMEOUT), "PT5S", Duration.ofMillis(10), MAX_TIME),
                settings.duration(key(TIMEOUT), "PT5M", Duration.ofMillis(10), MAX_TIME),
                settings.integer(key(MAX_ATTEMPTS), "3", 1, 10),
                settings.duration(key(RETRY_DELAY), "PT0.5S", Duration.ofMillis(1), MAX_TIME),
                settings.duration(key(MAX_RETRY_DELAY), "PT20S", Duration.ZERO, MAX_TIME),
                settings.integer(key(CONCURRENT_RUNS), "8", 1, 10_000),
                settings.integer(key(WAITING_LINE), "32", 0, 100_000),
                settings.integer(key(BREAKER_FAILURES), "5", 1, 1_000),
                settings.duration(key(BREAKER_DELAY), "PT30S", Duration.ofMillis(10), MAX_TIME));
        return url.map(known -> upstream);
    }

    /** An address may contain a password, which no message may show. */
    private Optional<URI> url(String written) {
        try {
            return Optional.of(address(written));
        } catch (IllegalArgumentException e) {
            settings.refuse(WrongSetting.hidden(
                    key(URL),
                    "Set it to the address of the API, such as https://api.example.com/v1, without a user name."));
            return Optional.empty();
        }
    }

    private String key(String property) {
        return keys.getOrDefault(SettingsReader.plain(property), RemoteSettings.SERVERS + name + "." + property);
    }

    private Optional<UpstreamKey> secret() {
        Optional<String> written = settings.verbatim(key(API_KEY)).map(String::strip);
        Optional<String> file = settings.text(key(API_KEY_FILE));
        if (written.isPresent() && file.isPresent()) {
            settings.refuse(key(API_KEY_FILE), file.get(), "Set either the key or the file that holds it.");
        }
        Optional<String> read = file.flatMap(this::content);
        Optional<String> secret = written.isPresent() ? written : read;
        if (secret.isPresent() && !secret.get().matches("[\\x21-\\x7e]+")) {
            settings.refuse(
                    written.isPresent() ? key(API_KEY) : key(API_KEY_FILE),
                    file.orElse(""),
                    "A key is printable ASCII characters without blanks.");
            return Optional.empty();
        }
        return secret.map(UpstreamKey::new);
    }

    private Optional<String> content(String file) {
        try {
            return Optional.of(
                    Files.readString(Path.of(file), StandardCharsets.UTF_8).strip());
        } catch (IOException | RuntimeException e) {
            settings.refuse(
                    key(API_KEY_FILE),
                    file,
                    "The file cannot be read (" + e.getClass().getSimpleName() + ").");
            return Optional.empty();
        }
    }

    private Set<String> formats() {
        List<String> names = settings.list(key(FORMATS), USUAL_FORMATS);
        return names.equals(List.of(NO_FORMAT))
                ? Set.of()
                : names.stream().map(format -> format.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        boolean isHttp = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
        if (!isHttp || address.getHost() == null || address.getRawUserInfo() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("no address of a server");
        }
        return address;
    }

    private static String path(String text) {
        if (!text.startsWith("/") || !URI.create(text).getRawPath().equals(text)) {
            throw new IllegalArgumentException("no path");
        }
        return text;
    }

    /** The query of the address stays behind the path, for {@code api-version} of Azure. */
    private static URI endpoint(URI address, String path) {
        String base = address.getRawPath().replaceAll("/+$", "");
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(address.getScheme() + "://" + address.getRawAuthority() + base + path + query);
    }

    private static String header(String text) {
        if (!text.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException("no name of a header");
        }
        return text;
    }

    private static boolean isVerbose(String text) {
        return switch (text) {
            case "verbose_json" -> true;
            case "json" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
