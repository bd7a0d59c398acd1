package dev.escriba.models.entity;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/**
 * A directory with one embedded model of one language, and the values of its {@code model.properties}.
 *
 * @param isLazy whether the first run that names the model loads it; the default model of a language is loaded at the
 *     start in any case
 */
public record ModelDirectory(
        Path path,
        UUID id,
        String name,
        String provider,
        String language,
        String licence,
        String family,
        boolean isLazy) {

    /** The family of a directory without the key {@code family}. */
    public static final String DEFAULT_FAMILY = "moonshine";

    /**
     * Reads a directory.
     *
     * @throws IllegalArgumentException when its {@code model.properties} is incomplete
     */
    public static ModelDirectory at(Path path) {
        Path file = path.resolve("model.properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("not a model directory, model.properties cannot be read: " + path, e);
        }
        String language = required(properties, "language", path);
        if (!language.matches("[a-z]{2}")) {
            throw new IllegalArgumentException("language of " + path + " is not an ISO 639-1 code: " + language);
        }
        return new ModelDirectory(
                path,
                UUID.fromString(required(properties, "id", path)),
                required(properties, "name", path),
                required(properties, "provider", path),
                language,
                required(properties, "licence", path),
                properties.getProperty("family", DEFAULT_FAMILY).strip(),
                isLazy(properties, path));
    }

    private static boolean isLazy(Properties properties, Path path) {
        return switch (properties.getProperty("load", "start").strip()) {
            case "start" -> false;
            case "first-use" -> true;
            default ->
                throw new IllegalArgumentException("load in model.properties of " + path
                        + " is neither start nor first-use: " + properties.getProperty("load"));
        };
    }

    private static String required(Properties properties, String key, Path path) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is missing in model.properties of " + path);
        }
        return value;
    }
}
