package dev.escriba;

import dev.escriba.settings.control.SettingsReader;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** A configuration of a few values: whole numbers, booleans or texts. */
public final class Configured {

    private Configured() {}

    public static Config by(Map<String, String> values) {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getOptionalValue" -> Optional.ofNullable(values.get((String) arguments[0]));
                    case "getOptionalValues" ->
                        Optional.ofNullable(values.get((String) arguments[0])).map(Configured::elements);
                    case "getPropertyNames" -> values.keySet();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /**
     * Reads a settings record.
     *
     * @param more keys, each followed by its value
     */
    public static <T> T read(Function<SettingsReader, T> settings, String... more) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return SettingsReader.read(by(values), settings);
    }

    /** The keys of a settings record with their defaults; {@code "none"} where a key has no fixed default. */
    public static Map<String, String> defaults(Function<SettingsReader, ?> settings) {
        SettingsReader reader = new SettingsReader(by(Map.of()));
        Object unused = settings.apply(reader);
        Map<String, String> defaults = new TreeMap<>();
        reader.defaults().forEach((key, usual) -> defaults.put(key, usual.orElse("none")));
        return defaults;
    }

    /** As MicroProfile Config does it. */
    private static List<String> elements(String text) {
        return Stream.of(text.split("(?<!\\\\),"))
                .filter(element -> !element.isEmpty())
                .map(element -> element.replace("\\,", ","))
                .toList();
    }
}
