package dev.escriba.settings.control;

import dev.escriba.settings.entity.WrongSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * The names in the configuration. Two names are spellings of one setting if they differ only in letter case and in
 * separators, because an environment variable cannot tell them apart. MicroProfile Config itself relates a key to its
 * environment variable and to its value in a profile. It does not relate other spellings, so they must agree.
 */
final class Spellings {

    private final Config config;

    Spellings(Config config) {
        this.config = config;
    }

    /** One for each setting whose name begins with the prefix. */
    List<SpeltSetting> below(String prefix, Consumer<WrongSetting> refuse) {
        List<SpeltSetting> settings = new ArrayList<>();
        for (SortedSet<String> names : byPlainName(SettingsReader.plain(prefix)).values()) {
            List<SpeltSetting> spelt = deciding(names).stream()
                    .flatMap(name -> value(name).map(value -> new SpeltSetting(name, value)).stream())
                    .toList();
            if (spelt.stream().map(SpeltSetting::value).distinct().count() > 1) {
                List<String> keys = spelt.stream().map(SpeltSetting::key).toList();
                // an address of a server elsewhere may hold a password
                refuse.accept(
                        WrongSetting.hidden(keys.get(0), "Keep one of the spellings " + String.join(", ", keys) + "."));
            }
            spelt.stream().findFirst().ifPresent(settings::add);
        }
        return settings;
    }

    /** One error for each name that is another spelling of a key and has a value that the key does not have. */
    List<WrongSetting> others(Collection<String> keys) {
        Map<String, SortedSet<String>> names = byPlainName(SettingsReader.plain("escriba."));
        List<WrongSetting> wrong = new ArrayList<>();
        for (String key : keys) {
            for (String name : names.getOrDefault(SettingsReader.plain(key), new TreeSet<>())) {
                Optional<String> value = value(name);
                if (!isRelated(name, key) && !keys.contains(name) && value.isPresent() && !value.equals(value(key))) {
                    wrong.add(new WrongSetting(name, value.get(), "The setting is called " + key + ": write it so."));
                }
            }
        }
        return wrong;
    }

    /** All names. */
    Set<String> all() {
        return names().collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, SortedSet<String>> byPlainName(String prefix) {
        Map<String, SortedSet<String>> names = new TreeMap<>();
        names().filter(name -> SettingsReader.plain(name).startsWith(prefix))
                .forEach(name -> names.computeIfAbsent(SettingsReader.plain(name), plain -> new TreeSet<>())
                        .add(name));
        return names;
    }

    /** Some servers list the names of a profile as they are written: {@code %profile.name}. */
    private Stream<String> names() {
        List<String> profiles = value("mp.config.profile").stream()
                .flatMap(all -> Stream.of(all.split(",", -1)))
                .map(profile -> "%" + profile.strip() + ".")
                .toList();
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .flatMap(name -> name.startsWith("%")
                        ? profiles.stream().filter(name::startsWith).map(active -> name.substring(active.length()))
                        : Stream.of(name));
    }

    /** The names without the environment variables that the configuration itself relates to one of the others. */
    private static List<String> deciding(Collection<String> names) {
        return names.stream()
                .filter(name -> names.stream()
                        .noneMatch(other -> !other.equals(name) && !isVariable(other) && isRelated(name, other)))
                .toList();
    }

    private static boolean isVariable(String name) {
        return name.matches("[A-Za-z0-9_]+");
    }

    /** Whether the name is the environment variable that MicroProfile Config takes for the key. */
    private static boolean isRelated(String name, String key) {
        String exact = key.replaceAll("[^A-Za-z0-9]", "_");
        return name.equals(key) || name.equals(exact) || name.equals(SettingsReader.plain(key));
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }
}
