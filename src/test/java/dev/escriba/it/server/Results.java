package dev.escriba.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the tests of all servers have found, as lines {@code server TAB group TAB value}, for the table at the end. */
public final class Results {

    /** Below the directory that each build begins anew. */
    public static final Path FILE = Path.of("target/it/servers.tsv");

    public static final String PASSED = "passed";
    public static final String FAILED = "FAILED";
    public static final String SKIPPED = "skipped";

    private Results() {}

    public record Result(String server, String group, String value) {}

    public static void add(String server, String group, String value) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    server + "\t" + group + "\t" + value + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static List<Result> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .map(line -> line.split("\t"))
                .map(columns -> new Result(columns[0], columns[1], columns[2]))
                .toList();
    }
}
