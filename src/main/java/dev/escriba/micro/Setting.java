package dev.escriba.micro;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Configuration values from system properties and environment variables, by the rules of MicroProfile Config, which is
 * not available before the server starts.
 */
final class Setting {

    static final String DATA_DIRECTORY = "escriba.data.dir";

    private Setting() {}

    static boolean exitsOnFailure() {
        return Boolean.parseBoolean(value("escriba.exit-on-failed-start", "true"));
    }

    static Path dataDirectory() {
        return Path.of(value(DATA_DIRECTORY, "./data"));
    }

    static String value(String key, String fallback) {
        String variable = key.replaceAll("[^A-Za-z0-9]", "_");
        String value = System.getProperty(key, System.getenv(variable.toUpperCase(Locale.ROOT)));
        return value == null || value.isBlank() ? fallback : value.strip();
    }
}
