package dev.escriba.it.support;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The texts of the console, by which tests find what a person would look for. */
public final class ConsoleTexts {

    private static final String PREFIX = "console.";

    private ConsoleTexts() {}

    /** The configuration of a scenario of {@code console.mjs}: the language and its texts. */
    public static JsonObjectBuilder config(String language) throws IOException {
        JsonObjectBuilder texts = Json.createObjectBuilder();
        Properties all = new Properties();
        try (Reader bundle = Files.newBufferedReader(
                Path.of("src/main/resources/dev/escriba/culture/messages_" + language + ".properties"))) {
            all.load(bundle);
        }
        all.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> texts.add(
                        key.substring(PREFIX.length()), all.getProperty(key).replace("''", "'")));
        return Json.createObjectBuilder().add("language", language).add("texts", texts);
    }
}
