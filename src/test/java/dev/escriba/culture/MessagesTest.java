package dev.escriba.culture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

    private static final Pattern GAP = Pattern.compile("\\{(\\d+)");
    private static final Pattern KEY = Pattern.compile(
            "\"((?:problem|file|form|body|model|model-id|text|billing|idempotency|json|parameter|instance|security|openai|webhook|language|words)\\.(?!properties)[a-z0-9.-]+)\"");

    @ParameterizedTest
    @EnumSource
    void eachCultureHasTheSameKeysAndGaps(Culture culture) throws IOException {
        assertThat(gaps(culture.tag())).isEqualTo(gaps("en")).isNotEmpty();
    }

    @Test
    void eachBundleBelongsToACulture() throws IOException {
        try (Stream<Path> bundles = Files.list(Path.of("src/main/resources/dev/escriba/culture"))) {
            assertThat(bundles.map(bundle -> bundle.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Culture.values())
                            .map(culture -> "messages_" + culture.tag() + ".properties")
                            .toList());
        }
    }

    @Test
    void everyKeyInTheCodeHasAText() throws IOException {
        Set<String> texts = gaps("en").keySet();
        assertThat(keysInTheCode()).isNotEmpty().allSatisfy(key -> assertThat(texts)
                .contains(key));
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> used = keysInTheCode();
        // the key problem.<status> is concatenated
        assertThat(gaps("en").keySet())
                .filteredOn(key -> !key.startsWith("console."))
                .allSatisfy(key -> assertThat(used.contains(key) || key.matches("problem\\.\\d+"))
                        .as(key)
                        .isTrue());
    }

    @Test
    void spanishIsSpanish() {
        assertThat(Messages.text(Message.of("file.empty"), Culture.ES)).isEqualTo("El archivo está vacío.");
        assertThat(Messages.text(Message.of("file.empty"), Culture.EN)).isEqualTo("The file is empty.");
    }

    @Test
    void gapsAreFilled() {
        assertThat(Messages.text(Message.of("text.too-long", 256), Culture.EN))
                .contains("256")
                .doesNotContain("{");
    }

    /** A sentence in the code would not be translated. */
    @Test
    void noTextForPeopleIsLeftInTheCode() throws IOException {
        Pattern sentence =
                Pattern.compile("Problem\\.\\w+\\([^)]*\"[A-Z][a-z]+ [^\"]*\"|Message\\.of\\(\"[^\"]* [^\"]*\"");
        sources().forEach(source -> assertThat(sentence.matcher(read(source)).find())
                .as(source.toString())
                .isFalse());
    }

    private static Set<String> keysInTheCode() throws IOException {
        return sources()
                .flatMap(source -> KEY.matcher(read(source)).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(path -> path.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of the placeholders by key. */
    private static Map<String, Set<String>> gaps(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Messages.class.getResourceAsStream("/dev/escriba/culture/messages_" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        Map<String, Set<String>> gaps = new TreeMap<>();
        texts.forEach((key, text) -> {
            Matcher matcher = GAP.matcher((String) text);
            gaps.put(
                    (String) key, matcher.results().map(match -> match.group(1)).collect(Collectors.toSet()));
            // a single quote would disable the placeholders after it
            assertThat((String) text).as((String) key).doesNotContainPattern("(?<!')'(?!')");
        });
        return gaps;
    }
}
