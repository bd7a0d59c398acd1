package dev.escriba.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.servers.process.Results;
import dev.escriba.it.servers.process.Results.Result;
import dev.escriba.it.servers.process.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Prints the results of the tests on all servers. Fails if a result is missing or a test has failed. */
class ServersCheck {

    private static final Path TABLE = Path.of("target/servers.md");

    /** The least number of tests of a complete row: those of the contracts, or those of the representative run. */
    private static final int MIN_TESTS = "all".equals(System.getProperty("escriba.servers")) ? 200 : 30;

    private static final List<String> FIGURES =
            List.of(Results.JDK, Results.START, Results.START_CONFIGURED, Results.READY, Results.PEAK, Results.LOADERS);

    @Test
    void everyGroupIsGreenOnEveryServer() throws Exception {
        List<Result> results = Results.all();
        Set<Row> rows = results.stream().map(Result::row).collect(Collectors.toCollection(TreeSet::new));
        String tables =
                servers(results, rows) + "\n" + groups(results, rows) + "\nSHA-256 of the WAR: " + digest() + "\n";
        Files.writeString(TABLE, tables);
        System.out.println(tables);
        assertThat(results).extracting(Result::value).doesNotContain(Results.FAILED);
        for (Row row : rows) {
            if (row.jdk().isPresent()) {
                assertThat(results)
                        .as(row.label())
                        .filteredOn(
                                result -> result.row() == row && result.value().equals(Results.PASSED))
                        .hasSizeGreaterThan(MIN_TESTS);
            }
        }
    }

    /** A line for each server: its version, its JDK and its figures. */
    private static String servers(List<Result> results, Set<Row> rows) {
        StringBuilder table = new StringBuilder(line("server", "version", FIGURES, "tests passed", "all of it, min"))
                .append("|---|---|---|")
                .append("---:|".repeat(FIGURES.size() + 1))
                .append('\n');
        for (Row row : rows) {
            List<Result> own = of(results, row, result -> true);
            List<String> figures =
                    FIGURES.stream().map(name -> figure(own, name)).toList();
            long passed = own.stream()
                    .filter(result -> result.value().equals(Results.PASSED))
                    .count();
            double seconds = own.stream()
                    .filter(result -> result.name().equals(Results.SECONDS))
                    .mapToDouble(result -> Double.parseDouble(result.value()))
                    .sum();
            table.append(line(
                    row.label(),
                    row.version(),
                    figures,
                    String.valueOf(passed),
                    String.format(Locale.ROOT, "%.1f", seconds / 60)));
        }
        return table.toString();
    }

    /** The largest value of a figure, if several starts of the server have it. */
    private static String figure(List<Result> results, String name) {
        return results.stream()
                .filter(result -> result.name().equals(name))
                .map(Result::value)
                .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** A line for each group of tests, a column for each server. */
    private static String groups(List<Result> results, Set<Row> rows) {
        List<String> labels = rows.stream().map(Row::label).toList();
        StringBuilder table =
                new StringBuilder("| tests passed, and their time | " + String.join(" | ", labels) + " |\n");
        table.append("|---|").append("---:|".repeat(rows.size())).append('\n');
        Set<String> groups = results.stream()
                .filter(Result::isTest)
                .map(Result::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String group : groups) {
            List<String> cells = rows.stream()
                    .map(row -> cell(of(
                            results,
                            row,
                            result -> result.isTest() && result.name().equals(group))))
                    .toList();
            table.append("| ")
                    .append(group)
                    .append(" | ")
                    .append(String.join(" | ", cells))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static List<Result> of(List<Result> results, Row row, Predicate<Result> which) {
        return results.stream()
                .filter(result -> result.row() == row)
                .filter(which)
                .toList();
    }

    /** How many passed, failed or were skipped, and how long all of them took. */
    private static String cell(List<Result> tests) {
        if (tests.isEmpty()) {
            return "";
        }
        Duration time = tests.stream().map(Result::time).reduce(Duration.ZERO, Duration::plus);
        String outcomes = tests.stream()
                .map(Result::value)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(outcome -> {
                    long number = tests.stream()
                            .filter(test -> test.value().equals(outcome))
                            .count();
                    return outcome.equals(Results.PASSED) ? String.valueOf(number) : number + " " + outcome;
                })
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%s in %.1f s", outcomes, time.toMillis() / 1000.0);
    }

    private static String line(String server, String version, List<String> figures, String... more) {
        List<String> cells = new ArrayList<>(List.of(server, version));
        cells.addAll(figures);
        cells.addAll(List.of(more));
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** The digest of the WAR, which is the same file for all servers. */
    private static String digest() throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(Files.readAllBytes(Path.of("target/escriba.war"))));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
