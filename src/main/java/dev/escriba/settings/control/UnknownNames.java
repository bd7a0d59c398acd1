package dev.escriba.settings.control;

import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that look like keys of Escriba, and that nothing reads: their values have no effect. The names of environment
 * variables are left out, because they do not tell dots from dashes, and scripts of the operator may have their own.
 */
final class UnknownNames {

    /** The configuration of a server reads these; the application does not. */
    static final Set<String> OF_SERVERS = Set.of(
            "escriba.database",
            "escriba.database.url",
            "escriba.database.user",
            "escriba.database.password",
            "escriba.tls.key-store",
            "escriba.tls.key-store-password");

    private static final String BEGIN = "escriba.";

    /** A name with more wrong characters, relative to its length, is not taken for a mistyped key. */
    private static final int CHARACTERS_PER_MISTAKE = 4;

    private final Collection<String> keys;
    private final Collection<String> prefixes;
    private final Set<String> plainKeys;

    /**
     * Takes the known names.
     *
     * @param keys of the components
     * @param prefixes of names that hold an id; who reads them refuses the wrong ones
     */
    UnknownNames(Collection<String> keys, Collection<String> prefixes) {
        this.keys = Stream.concat(keys.stream(), OF_SERVERS.stream()).toList();
        this.prefixes = prefixes;
        plainKeys = this.keys.stream().map(SettingsReader::plain).collect(Collectors.toSet());
    }

    /** One sentence for each unknown name. It has no value: that may be a secret. */
    Stream<String> warnings(Set<String> names, Set<String> variables) {
        Stream<String> listed = names.stream().filter(name -> !name.contains("."));
        Set<String> plainVariables = Stream.concat(listed, variables.stream())
                .map(SettingsReader::plain)
                .collect(Collectors.toSet());
        return names.stream()
                .filter(name -> name.startsWith(BEGIN) && !isKnown(SettingsReader.plain(name)))
                // some servers list environment variables with dots too
                .filter(name -> !plainVariables.contains(SettingsReader.plain(name)))
                .sorted()
                .map(this::warning);
    }

    private boolean isKnown(String plain) {
        return plainKeys.contains(plain)
                || prefixes.stream().map(SettingsReader::plain).anyMatch(plain::startsWith);
    }

    private String warning(String name) {
        String similar = Stream.concat(
                        keys.stream().map(key -> new Similar(key, distance(name, key)[name.length()])),
                        prefixes.stream().map(prefix -> corrected(name, prefix)))
                .filter(other -> other.mistakes <= (name.length() - BEGIN.length()) / CHARACTERS_PER_MISTAKE)
                .min(Comparator.comparingInt(Similar::mistakes).thenComparing(Similar::key))
                .map(other -> " The most similar name that has one is " + other.key + ".")
                .orElse("");
        return "The setting " + name + " has no effect: Escriba has no key of this name." + similar
                + " Correct it or remove it.";
    }

    private record Similar(String key, int mistakes) {}

    /** The name with the prefix in the place of the part of it that is most similar to the prefix. */
    private static Similar corrected(String name, String prefix) {
        int[] distances = distance(name, prefix);
        int end = 0;
        for (int i = 1; i <= name.length(); i++) {
            if (name.charAt(i - 1) == '.' && distances[i] <= distances[end]) {
                end = i;
            }
        }
        return new Similar(prefix + name.substring(end), distances[end]);
    }

    /** The Levenshtein distance of the text from the first characters of the name, for each number of them. */
    private static int[] distance(String name, String text) {
        int[] before = new int[name.length() + 1];
        for (int i = 0; i <= name.length(); i++) {
            before[i] = i;
        }
        for (int j = 1; j <= text.length(); j++) {
            int[] row = new int[name.length() + 1];
            row[0] = j;
            for (int i = 1; i <= name.length(); i++) {
                int replaced = before[i - 1] + (name.charAt(i - 1) == text.charAt(j - 1) ? 0 : 1);
                row[i] = Math.min(replaced, 1 + Math.min(row[i - 1], before[i]));
            }
            before = row;
        }
        return before;
    }
}
