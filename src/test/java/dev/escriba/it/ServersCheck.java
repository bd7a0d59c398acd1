package dev.escriba.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.server.Results;
import dev.escriba.it.server.Results.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Prints what the tests on all servers have found, a column a server, and fails where something is missing or red. */
class ServersCheck {

    private static final Path TABLE = Path.of("target/servers.md");

    @Test
    void everyGroupIsGreenOnEveryServer() throws Exception {
        List<Result> results = Results.all();
        Set<String> servers = distinct(results, Result::server);
        StringBuilder table = new StringBuilder(
                "| | " + String.join(" | ", servers) + " |\n|---|" + "---:|".repeat(servers.size()) + "\n");
        for (String group : distinct(results, Result::group)) {
            table.append("| ").append(group).append(" |");
            for (String server : servers) {
                table.append(' ').append(cell(results, server, group)).append(" |");
            }
            table.append('\n');
        }
        table.append("\nSHA-256 of the WAR: ").append(digest()).append('\n');
        Files.writeString(TABLE, table);
        System.out.println(table);
        assertThat(results).extracting(Result::value).doesNotContain(Results.FAILED);
        for (String server : servers) {
            assertThat(results.stream()
                            .filter(result -> result.server().equals(server))
                            .filter(result -> result.value().equals(Results.PASSED)))
                    .as(server)
                    .hasSizeGreaterThan(200);
        }
    }

    private static Set<String> distinct(List<Result> results, java.util.function.Function<Result, String> column) {
        return results.stream().map(column).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A figure as it is; of tests, how many. */
    private static String cell(List<Result> results, String server, String group) {
        List<String> values = results.stream()
                .filter(result ->
                        result.server().equals(server) && result.group().equals(group))
                .map(Result::value)
                .toList();
        if (values.size() == 1 && values.get(0).matches("[\\d.]+")) {
            return values.get(0);
        }
        return Set.of(Results.PASSED, Results.FAILED, Results.SKIPPED).stream()
                .sorted(java.util.Comparator.reverseOrder())
                .filter(values::contains)
                .map(state -> values.stream().filter(state::equals).count() + " " + state)
                .collect(Collectors.joining(", "));
    }

    /** Of the one file that all of them were given. */
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
