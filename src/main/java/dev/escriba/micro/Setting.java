package dev.escriba.micro;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Configuration values from system properties and environment variables, by the rules of MicroProfile Config, which is
 * not available before the server starts.
 */
final class Setting {

    static final String DATA_DIRECTORY = "escriba.data.dir";

    /** The words that the application takes for false. */
    private static final Set<String> FALSE = Set.of("false", "0", "no", "n", "off");

    private Setting() {}

    static boolean exitsOnFailure() {
        return flag("escriba.exit-on-failed-start");
    }

    static boolean packsModels() {
        return flag("escriba.models.packed");
    }

    /** True by default. The application refuses a word that is neither true nor false. */
    private static boolean flag(String key) {
        return !FALSE.contains(value(key, "true").toLowerCase(Locale.ROOT));
    }

    static Path dataDirectory() {
        return Path.of(value(DATA_DIRECTORY, "./data"));
    }

    static String value(String key, String fallback) {
        return configured(key).orElse(fallback);
    }

    /** The value that a system property or an environment variable has, in this order. */
    static Optional<String> configured(String key) {
        String variable = key.replaceAll("[^A-Za-z0-9]", "_");
        return Stream.of(
                        System.getProperty(key),
                        System.getenv(key),
                        System.getenv(variable),
                        System.getenv(variable.toUpperCase(Locale.ROOT)))
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
