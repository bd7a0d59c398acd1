package dev.escriba;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Three sources of a configuration, and the rules by which MicroProfile Config looks up a name in them. */
public final class Sources {

    private final Map<String, String> system = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> file = new LinkedHashMap<>();

    public Sources system(String name, String value) {
        system.put(name, value);
        return this;
    }

    public Sources environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Sources file(String name, String value) {
        file.put(name, value);
        return this;
    }

    /** Whether no source has two values, so that the ordinals alone decide. */
    public boolean isUnambiguous() {
        return Stream.of(system, environment, file)
                .allMatch(source -> source.entrySet().stream()
                                .filter(entry -> !entry.getKey().startsWith("mp."))
                                .map(Map.Entry::getValue)
                                .distinct()
                                .count()
                        <= 1);
    }

    public Config config() {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getOptionalValue" -> value((String) arguments[0]);
                    case "getOptionalValues" -> value((String) arguments[0]).map(List::of);
                    case "getPropertyNames" -> names();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(system.keySet());
        names.addAll(environment.keySet());
        names.addAll(file.keySet());
        return names;
    }

    private Optional<String> value(String name) {
        String underscored = name.replaceAll("[^A-Za-z0-9]", "_");
        String profile = "%" + system.getOrDefault("mp.config.profile", "") + "." + name;
        return Stream.of(
                        system.get(profile),
                        system.get(name),
                        environment.get(name),
                        environment.get(underscored),
                        environment.get(underscored.toUpperCase(Locale.ROOT)),
                        file.get(profile),
                        file.get(name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public String toString() {
        return "system " + system + ", environment " + environment + ", file " + file;
    }
}
