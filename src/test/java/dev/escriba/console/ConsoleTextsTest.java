package dev.escriba.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.Scope;
import dev.escriba.transcription.entity.InstanceState;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page has a text, in each culture, for each word that the API answers with. */
class ConsoleTextsTest {

    private static final Path SOURCES = Path.of("src/main/console/src");
    private static final Path BUNDLES = Path.of("src/main/resources/dev/escriba/culture");

    /** The first argument of a call of t. */
    private static final Pattern CALL = Pattern.compile("\\bt\\(([^(),`]*)");

    private static final Pattern LITERAL = Pattern.compile("'([a-z0-9-]+(?:\\.[a-z0-9-]+)*)'");

    @ParameterizedTest
    @EnumSource
    void anActHasAText(Act act) {
        String key = "act." + act.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(source("pages/audit.ts")).contains(act + ": t('" + key + "')");
        hasText(key);
    }

    @ParameterizedTest
    @EnumSource
    void aStateHasAText(InstanceState state) {
        String key = "state." + state.name().toLowerCase(Locale.ROOT);
        assertThat(source("pages/history.ts")).containsPattern(state + ": \\['[a-z]*', t\\('" + key + "'\\)\\]");
        hasText(key);
    }

    @ParameterizedTest
    @EnumSource
    void aScopeCanBeGivenAndHasAText(Scope scope) {
        String page = source("pages/keys.ts");
        assertThat(page.substring(page.indexOf("const SCOPES"), page.indexOf("] as const")))
                .contains("'" + scope.id() + "'");
        assertThat(page).containsPattern("\\b" + scope.id() + "'?: t\\('scope\\.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Role.TRANSCRIBER,
                Role.AUDITOR,
                Role.ADMINISTRATOR,
                Role.INSTANCES_READER,
                Role.INSTANCES_WRITER,
                Role.USAGE_READER,
                Role.METRICS_READER
            })
    void aRoleHasAText(String role) {
        assertThat(source("app.ts")).containsPattern("\\b" + role + "'?: t\\('role\\." + role + "'\\)");
        hasText("role." + role);
    }

    @Test
    void eachKeyInThePageHasAText() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".ts"))
                    .forEach(file -> CALL.matcher(read(file)).results().forEach(call -> LITERAL.matcher(
                                    call.group(1).replaceAll("=== '[a-z0-9-]+'", ""))
                            .results()
                            .forEach(literal -> keys.add(literal.group(1)))));
        }
        assertThat(keys).hasSizeGreaterThan(200);
        for (Culture culture : Culture.values()) {
            assertThat(texts(culture)).containsAll(keys);
        }
    }

    private static void hasText(String key) {
        for (Culture culture : Culture.values()) {
            assertThat(texts(culture)).contains(key);
        }
    }

    private static Set<String> texts(Culture culture) {
        Properties bundle = new Properties();
        try (Reader reader = Files.newBufferedReader(BUNDLES.resolve("messages_" + culture.tag() + ".properties"))) {
            bundle.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle.stringPropertyNames().stream()
                .filter(key -> key.startsWith("console."))
                .map(key -> key.substring("console.".length()))
                .collect(Collectors.toSet());
    }

    private static String source(String name) {
        return read(SOURCES.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
