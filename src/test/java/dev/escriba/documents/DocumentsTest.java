package dev.escriba.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md stays short, and links between the documents lead to files. */
class DocumentsTest {

    private static final int MAX_LINES_OF_README = 145;
    private static final int MIN_LINKS = 100;
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");

    private record Link(Path page, String target) {

        boolean leadsToAFile() {
            Path directory = page.toAbsolutePath().getParent();
            return Files.exists(directory.resolve(target).normalize());
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> servers = Files.walk(Path.of("server-config"))) {
            return Stream.of(top, docs, servers)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Stream<Link> links(Path page) {
        try {
            return LINK.matcher(Files.readString(page, UTF_8)).results().map(link -> new Link(page, link.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"), UTF_8)).hasSizeLessThanOrEqualTo(MAX_LINES_OF_README);
    }

    @Test
    void readmeNamesTheLicenceOfTheSpanishModelInItsFirstTenLines() throws IOException {
        List<String> first = Files.readAllLines(Path.of("README.md"), UTF_8).subList(0, 10);
        assertThat(String.join(" ", first)).contains("Spanish model").contains("Moonshine AI Community License");
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<Link> links = pages().stream().flatMap(DocumentsTest::links).toList();
        assertThat(links).hasSizeGreaterThan(MIN_LINKS).allMatch(Link::leadsToAFile);
    }
}
