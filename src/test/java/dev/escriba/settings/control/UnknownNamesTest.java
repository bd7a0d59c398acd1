package dev.escriba.settings.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.SettingsRecords;
import dev.escriba.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that a start warns of. */
class UnknownNamesTest {

    private static final String MODEL = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01";
    private static final String SECRET = "a-value-that-no-log-may-have";

    private static List<String> warnings(Config config, String... variables) {
        SettingsReader reader = new SettingsReader(config);
        SettingsRecords.all().forEach(record -> SettingsRecords.read(record, reader));
        return reader.unknownNames(Set.of(variables));
    }

    private static List<String> warnings(String name) {
        return warnings(new Sources().system(name, SECRET).config());
    }

    @ParameterizedTest
    @CsvSource({
        "escriba.model.prices.MODEL.per-minute, escriba.models.prices.MODEL.per-minute",
        "escriba.models.price.MODEL.per-minute, escriba.models.prices.MODEL.per-minute",
        "escriba.model.catalogue.MODEL.name, escriba.models.catalogue.MODEL.name",
        "escriba.speech.remotes.openai.url, escriba.speech.remote.openai.url",
        "escriba.billing.monthly-limits.per-key, escriba.billing.monthly-limit.per-key",
        "escriba.queue.enable, escriba.queue.enabled",
        "escriba.database.pasword, escriba.database.password",
        "escriba.web.max-request, escriba.web.max-requests"
    })
    void nameTheMostSimilarKeyAndNoValue(String name, String key) {
        assertThat(warnings(name.replace("MODEL", MODEL))).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith("The setting " + name.replace("MODEL", MODEL) + " has no effect")
                .contains(" " + key.replace("MODEL", MODEL) + ".")
                .doesNotContain(SECRET));
    }

    @Test
    void nameNoKeyThatIsNotSimilar() {
        assertThat(warnings("escriba.telephone")).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith("The setting escriba.telephone has no effect")
                .doesNotContain("similar"));
    }

    @Test
    void areToldOneByOneAlsoThoseOfAFileAndOfAProfile() {
        Sources sources = new Sources()
                .system("mp.config.profile", "live")
                .system("escriba.one", "1")
                .file("escriba.two", "2")
                .file("%live.escriba.three", "3")
                .file("%other.escriba.four", "4");
        assertThat(warnings(sources.config()))
                .hasSize(3)
                .anySatisfy(warning -> assertThat(warning).contains("escriba.one "))
                .anySatisfy(warning -> assertThat(warning).contains("escriba.two "))
                .anySatisfy(warning -> assertThat(warning).contains("escriba.three "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.escriba.started", "escriba", "ESCRIBA_MODEL_PRICES", "user.dir", "payara.escriba.x"})
    void areNotThoseOfOthers(String name) {
        assertThat(warnings(name)).isEmpty();
    }

    /** Some servers list ESCRIBA_TMP_DIR as escriba.tmp.dir too. */
    @Test
    void areNotThoseOfEnvironmentVariables() {
        Config listed = new Sources()
                .environment("ESCRIBA_TMP_DIR", "/tmp")
                .system("escriba.tmp.dir", "/tmp")
                .config();
        assertThat(warnings(listed)).isEmpty();
        Config hidden = new Sources().system("escriba.tmp.dir", "/tmp").config();
        assertThat(warnings(hidden, "ESCRIBA_TMP_DIR")).isEmpty();
        assertThat(warnings(hidden, "ESCRIBA_TMP")).hasSize(1);
    }

    /** Whatever else is configured: a reader that skips a key would make the start warn of it. */
    @Test
    void areNotThoseOfTheConfigurationPage() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.startsWith("| `escriba.")) {
                keys.add(line.split("`", -1)[1].replace("<uuid>", MODEL).replace("<server>", "openai"));
            }
        }
        assertThat(keys).hasSizeGreaterThan(100);
        for (String value : List.of("1", "true", "PT1S", "text")) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, value));
            assertThat(warnings(Configured.by(all))).isEmpty();
        }
        assertThat(keys).allSatisfy(key -> assertThat(warnings(Configured.by(Map.of(key, "1"))))
                .isEmpty());
    }

    /** All that the files of a server read as a key. */
    @Test
    void areNotThoseOfTheFilesOfServers() throws IOException {
        Pattern read = Pattern.compile(
                "(?m)(?:^|-D|MPCONFIG=|\\$\\{|name=\"|microprofile[.])(escriba(?:\\.[a-z][a-z0-9-]*)+)(?=[=:}\"])");
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("server-config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file).replace("\\", "");
                read.matcher(text).results().forEach(match -> found.put(match.group(1), "1"));
            }
        }
        assertThat(found)
                .containsKeys(
                        "escriba.data.dir",
                        "escriba.database",
                        "escriba.database.url",
                        "escriba.exit-on-failed-start",
                        "escriba.tls.key-store");
        assertThat(warnings(Configured.by(found))).isEmpty();
    }
}
