package dev.escriba.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Reads all logs of the servers of this test run, after all other tests. */
public class LogsCheck {

    /** Keys, tokens, passwords and secrets that tests have sent to a server. */
    private static final Pattern SECRET = Pattern.compile(String.join(
            "|",
            "escriba_[0-9a-f]{12}_[0-9a-f]{16}",
            "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}",
            Pattern.quote(System.getProperty("escriba.it.key")),
            Pattern.quote(System.getProperty("escriba.it.proxy-secret"))));

    /** Words that are spoken in the tests' recordings. */
    private static final Pattern TRANSCRIPT = Pattern.compile("(?i)quick brown fox|la reuni[oó]n");

    /** The one line that may show a key: the first key of a database, if no key was configured. */
    private static final String FIRST_KEY = "This is the API key of the new database.";

    /** Beginnings of lines that a test tried to inject into the log. */
    private static final Pattern FORGED = Pattern.compile("^(?:SEVERE|INFO)?:? ?forged-log-line");

    @Test
    void noSecretNoTranscriptAndNoForgedLineIsInAnyLog() throws IOException {
        List<Path> logs = logs();
        Assumptions.assumeFalse(logs.isEmpty(), "no integration test has run before this");
        long lines = 0;
        Set<String> found = new TreeSet<>();
        for (Path log : logs) {
            for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
                lines++;
                if (SECRET.matcher(line).find() && !line.contains(FIRST_KEY)) {
                    found.add("a secret in " + log);
                }
                if (TRANSCRIPT.matcher(line).find()) {
                    found.add("a transcript in " + log);
                }
                if (FORGED.matcher(line).find()) {
                    found.add("a forged line in " + log);
                }
            }
        }
        // without the lines themselves: otherwise the secrets would be in the report of this test
        assertThat(found).isEmpty();
        assertThat(lines).as("lines of %s", logs).isGreaterThan(30);
    }

    private static List<Path> logs() throws IOException {
        Path root = Path.of("target/it");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.log([._].*)?"))
                    .filter(file -> !file.toString().contains("keycloak"))
                    .toList();
        }
    }
}
