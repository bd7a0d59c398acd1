package dev.escriba.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alerts name metrics that exist, and docs/operations.md names all metrics. */
class MonitoringTest {

    private static final Path MONITORING = Path.of("server-config/monitoring");
    private static final Pattern IN_CODE = Pattern.compile("\"(escriba_[a-z_]+[a-z])\"");
    private static final Pattern CHANGE = Pattern.compile("\\b(?:increase|i?rate)\\((\\w+)");

    /** The last one is a number of refusals since the start. */
    private static final Pattern RISING = Pattern.compile("_(total|bucket|count|sum|refused)$");

    private static final Pattern IN_EXPRESSION = Pattern.compile("\\b(escriba_[a-z_]+)\\b");
    private static final Pattern KIND = Pattern.compile("kind=~?\\\\?\"([^\"\\\\]+)");
    private static final Pattern NAME_OR_ENDING = Pattern.compile("`(escriba_[a-z_]+|_[a-z_]+)[^`]*`");

    /** What the formats append to the name of a counter or a histogram. */
    private static final Pattern APPENDED = Pattern.compile("_(total|bucket|count|sum)$");

    private static Set<String> ofTheCode() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> found(IN_CODE, read(file)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"escriba-dashboard.json", "escriba-alerts.yml"})
    void everyNamedMetricExists(String file) throws IOException {
        Set<String> known = ofTheCode();
        List<String> named =
                found(IN_EXPRESSION, read(MONITORING.resolve(file))).toList();
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named.stream()
                        .filter(name -> !known.contains(name)
                                && !known.contains(APPENDED.matcher(name).replaceFirst("")))
                        .distinct())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"escriba-dashboard.json", "escriba-alerts.yml"})
    void everyNamedKindOfErrorIsThatOfAMessage(String file) {
        String messages = read(Path.of("src/main/resources/dev/escriba/culture/messages_en.properties"));
        List<String> kinds = found(KIND, read(MONITORING.resolve(file)))
                .flatMap(kind -> Stream.of(kind.split("\\|", -1)))
                .toList();
        assertThat(kinds).isNotEmpty();
        assertThat(kinds).allSatisfy(kind -> assertThat(messages).contains("\n" + kind + "="));
    }

    /** A gauge falls where rows are deleted: its difference would hide what is new. */
    @ParameterizedTest
    @ValueSource(strings = {"escriba-dashboard.json", "escriba-alerts.yml"})
    void changesAreThoseOfValuesThatOnlyRise(String file) {
        String text = read(MONITORING.resolve(file));
        assertThat(found(CHANGE, text).distinct()).hasSizeGreaterThan(3).allMatch(name -> RISING.matcher(name)
                .find());
        assertThat(text).doesNotContainPattern("\\b(delta|idelta|deriv)\\(");
    }

    @Test
    void everyMetricIsDocumented() throws IOException {
        List<List<String>> rows = read(Path.of("docs/operations.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> NAME_OR_ENDING
                        .matcher(line)
                        .results()
                        .map((MatchResult result) -> result.group(1))
                        .toList())
                .toList();
        List<String> missing = new ArrayList<>(ofTheCode());
        missing.removeIf(metric -> rows.stream().anyMatch(row -> isNamed(metric, row)));
        assertThat(missing).isEmpty();
    }

    /** A row has full names, and endings that replace or continue the end of the name before. */
    private static boolean isNamed(String metric, List<String> row) {
        return row.stream().map(name -> APPENDED.matcher(name).replaceFirst("")).anyMatch(metric::equals)
                || row.stream()
                        .filter(ending -> ending.startsWith("_") && metric.endsWith(ending))
                        .map(ending -> metric.substring(0, metric.length() - ending.length()))
                        .anyMatch(start -> row.stream().anyMatch(name -> name.startsWith(start)));
    }
}
