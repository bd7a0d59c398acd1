package dev.escriba.speech.remote;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ISO 639-1 codes of the languages that servers name in English, as {@code spanish}, or by a code. */
final class LanguageNames {

    private static final Set<String> CODES = Set.of(Locale.getISOLanguages());
    private static final Map<String, String> BY_NAME = byName();

    private LanguageNames() {}

    /** The code of a name, of a code or of a tag such as {@code en-US}; empty for anything else. */
    static Optional<String> code(String written) {
        String name = written.strip().toLowerCase(Locale.ROOT);
        String first = name.split("[-_]", 2)[0];
        if (first.length() == 2 && CODES.contains(first)) {
            return Optional.of(first);
        }
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, String> byName() {
        Map<String, String> names = new HashMap<>();
        for (String code : CODES) {
            names.put(
                    Locale.forLanguageTag(code)
                            .getDisplayLanguage(Locale.ENGLISH)
                            .toLowerCase(Locale.ROOT),
                    code);
        }
        // the names of Whisper that differ from those of the JDK
        names.put("castilian", "es");
        names.put("flemish", "nl");
        names.put("mandarin", "zh");
        names.put("haitian creole", "ht");
        names.put("myanmar", "my");
        return names;
    }
}
