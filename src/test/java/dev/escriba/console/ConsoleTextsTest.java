package dev.escriba.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the page: they are in the resource bundles, and each is used. {@code MessagesTest} compares the gaps. */
class ConsoleTextsTest {

    private static final Path SOURCES = Path.of("src/main/console/src");
    private static final String PREFIX = "console.";

    /** A call with a key, or with one of two keys. */
    private static final Pattern KEY =
            Pattern.compile("\\b(?:t|many)\\(\\s*(?:[^'()]*\\? ?)?'([a-z0-9.-]+)'(?: : '([a-z0-9.-]+)')?");

    /** A key that is kept for a call elsewhere. */
    private static final Pattern KEPT = Pattern.compile("\\btext: '(nav\\.[a-z]+)'");

    private static final Pattern WORD = Pattern.compile("'([a-z0-9-]+(?:\\.[a-z0-9-]+)*)'");

    @Test
    void everyKeyOfThePageHasAText() throws IOException {
        Set<String> texts = texts("en").keySet();
        Set<String> wanted = new TreeSet<>();
        for (String source : sources()) {
            for (Pattern pattern : List.of(KEY, KEPT)) {
                pattern.matcher(source).results().forEach(found -> {
                    wanted.add(found.group(1));
                    if (found.groupCount() > 1 && found.group(2) != null) {
                        wanted.add(found.group(2));
                    }
                });
            }
        }
        assertThat(wanted).hasSizeGreaterThan(150).allSatisfy(key -> assertThat(texts)
                .containsAnyOf(key, key + ".other"));
    }

    @Test
    void everyTextOfThePageIsUsed() throws IOException {
        Set<String> words = new TreeSet<>();
        for (String source : sources()) {
            WORD.matcher(source).results().forEach(found -> words.add(found.group(1)));
        }
        assertThat(texts("en").keySet())
                .allSatisfy(key -> assertThat(words).contains(key.replaceFirst("\\.(one|other)$", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es"})
    void aTextForNumbersHasBothForms(String language) throws IOException {
        Set<String> keys = texts(language).keySet();
        assertThat(keys)
                .filteredOn(key -> key.endsWith(".one") || key.endsWith(".other"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(keys)
                        .contains(key.replaceFirst("one$", "other"), key.replaceFirst("other$", "one")));
    }

    /** Words that are the same in both languages. */
    @Test
    void spanishIsTranslated() throws IOException {
        Map<String, String> english = texts("en");
        Map<String, String> spanish = texts("es");
        Set<String> same = english.keySet().stream()
                .filter(key -> english.get(key).equals(spanish.get(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(same)
                .containsExactlyInAnyOrder(
                        "about.id", "about.tokens", "limit", "nav.api", "options.prompt-example", "usage.audio", "usage.tokens");
    }

    private static Map<String, String> texts(String language) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(
                Path.of("src/main/resources/dev/escriba/culture/messages_" + language + ".properties"))) {
            all.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        all.forEach((key, text) -> {
            if (((String) key).startsWith(PREFIX)) {
                texts.put(((String) key).substring(PREFIX.length()), (String) text);
            }
        });
        return texts;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".ts"))
                    .map(ConsoleTextsTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
