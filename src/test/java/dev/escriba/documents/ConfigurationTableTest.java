package dev.escriba.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has one row for each key that the code reads, with the default that the code has. */
class ConfigurationTableTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    /** The settings records have this many defaults at least; fewer mean that the keys have moved elsewhere. */
    private static final int MIN_DEFAULTS = 40;

    private final ConfigurationKeys code = ConfigurationKeys.ofTheSources();

    private record Row(String key, String type, String usual, String since, String meaning) {

        static Row of(String line) {
            List<String> cells = Stream.of(line.substring(1).split("\\|", -1))
                    .map(String::strip)
                    .toList();
            assertThat(cells).as(line).hasSize(6);
            return new Row(cells.get(0).replace("`", ""), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
        }
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(PAGE, UTF_8)) {
            if (line.startsWith("| `escriba.")) {
                Row row = Row.of(line);
                assertThat(rows.put(row.key, row))
                        .as("second row of " + row.key)
                        .isNull();
            }
        }
        return rows;
    }

    @Test
    void everyKeyOfTheCodeHasARow() throws IOException {
        assertThat(code.keys()).hasSizeGreaterThan(60);
        assertThat(rows().keySet()).containsAll(code.keys());
    }

    @Test
    void everyRowIsAKeyOfTheCode() throws IOException {
        assertThat(rows().keySet())
                .allSatisfy(key -> assertThat(code.know(key)).as(key).isTrue());
    }

    /** Some names hold the id of a model or the name of a server: no record knows them before they are configured. */
    @Test
    void everyRowIsReadByASettingsRecordOrByAServer() throws IOException {
        Set<String> read = new TreeSet<>(code.ofRecords());
        read.addAll(code.ofServers());
        Set<String> rows = new TreeSet<>(rows().keySet());
        rows.removeIf(key -> key.contains(".<uuid>.") || key.contains(".<server>."));
        assertThat(rows).isEqualTo(read);
    }

    @Test
    void aKeyWithoutADefaultHasNoneInItsRow() throws IOException {
        Map<String, Row> rows = rows();
        assertThat(code.ofRecords())
                .filteredOn(key -> !code.defaults().containsKey(key))
                .allSatisfy(key -> assertThat(rows.get(key).usual).as(key).doesNotContain("`"));
    }

    @Test
    void defaultsAreThoseOfTheCode() throws IOException {
        Map<String, Row> rows = rows();
        assertThat(code.defaults()).hasSizeGreaterThanOrEqualTo(MIN_DEFAULTS);
        code.defaults()
                .forEach((key, usual) -> assertThat(rows.get(key).usual).as(key).isEqualTo("`" + usual + "`"));
    }

    @Test
    void everyRowSaysWhatKindOfValueItIsSinceWhenAndWhatItMeans() throws IOException {
        assertThat(rows().values()).allSatisfy(row -> {
            assertThat(row.type).as(row.key).isNotEmpty();
            assertThat(row.usual).as(row.key).isNotEmpty();
            assertThat(row.since).as(row.key).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(row.meaning).as(row.key).endsWith(".");
        });
    }
}
