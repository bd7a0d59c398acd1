package dev.escriba.settings.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.settings.control.ShownSettings.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShownSettingsTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(escriba\\.[^`<]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

    /** A value of another type can hold a secret. */
    private static final Set<String> TYPES =
            Set.of("boolean", "number", "duration", "bytes", "bytes a second", "amount", "ISO 4217 code");

    /** Lists of names that the service itself knows. */
    private static final Set<String> LISTS = Set.of("escriba.media.formats", "escriba.openai.formats");

    /** The types of the keys that have a fixed name, as the documentation has them. */
    private static Map<String, String> types() throws IOException {
        Map<String, String> types = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs/configuration.md"), UTF_8))
                .results()
                .forEach((MatchResult row) -> types.put(row.group(1), row.group(2)));
        return types;
    }

    private static boolean isPlain(String type) {
        return TYPES.contains(type) || type.matches("`[a-z-]+`(, `[a-z-]+`)* or `[a-z-]+`");
    }

    @Test
    void numbersTimesSwitchesAndChoicesAreShownAndNothingElse() throws IOException {
        Map<String, String> types = types();
        types.entrySet().removeIf(row -> !isPlain(row.getValue()) && !LISTS.contains(row.getKey()));
        assertThat(ShownSettings.KEYS).hasSizeGreaterThan(60).containsExactlyElementsOf(types.keySet());
    }

    @Test
    void aSecretIsNotShown() {
        SettingsReader reader = new SettingsReader(Configured.by(Map.of(
                "escriba.security.pepper", "a-secret", "escriba.queue.max-runs", " 7 ", "escriba.queue.x", "1")));
        reader.verbatim("escriba.security.pepper");
        reader.text("escriba.queue.x");
        reader.integer("escriba.speech.workers", 1, 8);
        reader.integer("escriba.queue.max-runs", "1000", 1, 1_000);
        reader.flag("escriba.queue.enabled", "false");
        assertThat(ShownSettings.of(reader).all())
                .isEqualTo(List.of(
                        new Shown("escriba.queue.enabled", Optional.of("false"), Optional.of("false"), false),
                        new Shown("escriba.queue.max-runs", Optional.of("7"), Optional.of("1000"), true),
                        new Shown("escriba.speech.workers", Optional.empty(), Optional.empty(), false)));
    }
}
