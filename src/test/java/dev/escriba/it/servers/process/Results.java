package dev.escriba.it.servers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The results of the tests on all servers, as lines of row, name, value and milliseconds. The tables at the end are
 * made of them.
 */
public final class Results {

    /** Below a directory that each build empties. */
    public static final Path FILE = Path.of("target/it/servers.tsv");

    public static final String PASSED = "passed";
    public static final String FAILED = "FAILED";
    public static final String SKIPPED = "skipped";

    /** Names of figures. */
    public static final String JDK = "JDK";

    public static final String START = "start-up, s";
    public static final String START_CONFIGURED = "start-up with everything switched on, s";
    public static final String READY = "resident when ready, MB";
    public static final String PEAK = "resident at most, MB";
    /** The duration of a test class. A row has more than one class. */
    public static final String SECONDS = "all of it, s";

    public static final String LOADERS = "class loaders left by redeployments";

    private static final List<String> OUTCOMES = List.of(PASSED, FAILED, SKIPPED);

    private Results() {}

    /**
     * The outcome of one test, or a figure of a server.
     *
     * @param name of a group of tests, or of a figure
     * @param value the outcome of one test, or the figure
     * @param time of the test; zero for a figure
     */
    public record Result(Row row, String name, String value, Duration time) {

        public boolean isTest() {
            return OUTCOMES.contains(value);
        }
    }

    /** A figure of a server. */
    public static void add(Row row, String name, String value) {
        add(row, name, value, Duration.ZERO);
    }

    /** A figure that is a time. */
    public static void add(Row row, String name, Duration time) {
        add(row, name, String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0));
    }

    static void add(Row row, String name, String value, Duration time) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    String.join("\t", row.name(), name, value, String.valueOf(time.toMillis())) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static List<Result> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .map(line -> line.split("\t"))
                .map(columns -> new Result(
                        Row.valueOf(columns[0]), columns[1], columns[2], Duration.ofMillis(Long.parseLong(columns[3]))))
                .toList();
    }
}
