package dev.escriba.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.escriba.SettingsRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The configuration keys that the sources name, and those that the settings records read, with their defaults. */
final class ConfigurationKeys {

    private static final Path SOURCES = Path.of("src/main/java/dev/escriba");
    private static final Path SERVERS = Path.of("server-config");

    /** Names of spans and of their attributes, which begin like keys. */
    private static final Set<String> SPANS =
            Set.of("escriba.run", "escriba.instance.id", "escriba.model", "escriba.outcome");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern KEY = Pattern.compile("escriba(\\.[a-z][a-z0-9-]*)+");
    private static final Pattern PREFIX = Pattern.compile("escriba(\\.[a-z][a-z0-9-]*)+\\.");
    private static final Pattern CONSTANT = Pattern.compile("String (\\w+) =\\s+\"([^\"]*)\";");
    private static final Pattern SUFFIX_OF_PREFIX = Pattern.compile("\\b(?:KEY|PREFIX) \\+ \"([a-z][a-z-]*)\"");
    private static final Pattern OF_SERVERS = Pattern.compile("\\$\\{(?:MPCONFIG=)?(escriba\\.[a-z.-]+)");

    private final Set<String> keys = new TreeSet<>();
    private final Set<String> ofRecords = new TreeSet<>();
    private final Set<String> ofServers = new TreeSet<>();
    private final Map<String, String> defaults = new TreeMap<>();
    private final Set<String> literals = new TreeSet<>();
    private final Set<String> prefixes = new TreeSet<>();

    private ConfigurationKeys() {}

    static ConfigurationKeys ofTheSources() {
        ConfigurationKeys found = new ConfigurationKeys();
        Map<String, String> constants = new HashMap<>();
        Map<Path, String> sources = texts(SOURCES, ".java");
        sources.forEach((file, text) -> {
            String type = file.getFileName().toString().replace(".java", "");
            CONSTANT.matcher(text).results().forEach(c -> constants.put(type + "." + c.group(1), c.group(2)));
        });
        sources.forEach(
                (file, text) -> found.read(file.getFileName().toString().replace(".java", ""), text, constants));
        SettingsRecords.defaults().forEach((key, usual) -> {
            found.ofRecords.add(key);
            found.keys.add(key);
            if (!usual.equals("none")) {
                found.defaults.put(key, usual);
            }
        });
        Stream.of(".asadmin", ".xml", ".cli")
                .flatMap(suffix -> texts(SERVERS, suffix).values().stream())
                .forEach(text ->
                        OF_SERVERS.matcher(text).results().forEach(match -> found.ofServers.add(match.group(1))));
        found.keys.addAll(found.ofServers);
        return found;
    }

    /** Every key that the sources have as one text, or as a prefix and a word after it. */
    Set<String> keys() {
        return keys;
    }

    /** Those that the settings records read when nothing is configured. */
    Set<String> ofRecords() {
        return ofRecords;
    }

    /** Those that the configuration of a server reads. */
    Set<String> ofServers() {
        return ofServers;
    }

    /** Defaults by key; only those that a settings record has. */
    Map<String, String> defaults() {
        return defaults;
    }

    /** Whether the sources have the key as one text, or its prefix and the rest as two texts. */
    boolean know(String key) {
        return keys.contains(key)
                || prefixes.stream()
                        .filter(key::startsWith)
                        .anyMatch(prefix -> literals.contains(
                                key.substring(key.indexOf(">.") < 0 ? prefix.length() : key.indexOf(">.") + 2)));
    }

    private void read(String type, String text, Map<String, String> constants) {
        for (Matcher match = LITERAL.matcher(text); match.find(); ) {
            String literal = match.group(1);
            literals.add(literal);
            if (KEY.matcher(literal).matches() && !SPANS.contains(literal)) {
                keys.add(literal);
            } else if (PREFIX.matcher(literal).matches()) {
                prefixes.add(literal);
            }
        }
        String prefix = Stream.of("KEY", "PREFIX")
                .map(name -> constants.getOrDefault(type + "." + name, ""))
                .filter(value -> value.startsWith("escriba.") && value.endsWith("."))
                .findFirst()
                .orElse(constants.get("ProviderSettings.PREFIX"));
        SUFFIX_OF_PREFIX
                .matcher(text)
                .results()
                .filter(match -> prefix != null)
                .forEach(match -> keys.add(prefix + match.group(1)));
    }

    private static Map<Path, String> texts(Path directory, String suffix) {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(suffix)).toList()) {
                texts.put(file, Files.readString(file, UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
