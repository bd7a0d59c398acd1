package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormTest {

    private static final Set<String> FIELDS = Set.of("a", "b", "c", "d");

    @Test
    void readsWhatIsThere() {
        JsonForm form =
                JsonForm.of("{\"a\": \" x \", \"b\": 3, \"c\": \"2026-03-01T10:00:00+01:00\", \"d\": null}", FIELDS);
        assertThat(form.line("a", 10)).isEqualTo("x");
        assertThat(form.integer("b", 1, 3)).contains(3);
        assertThat(form.instant("c")).contains(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(form.has("d")).isTrue();
        assertThat(form.integer("d", 1, 3)).isEmpty();
        form.check();
    }

    @Test
    void aFlagIsTrueOrFalseAndNothingElse() {
        JsonForm form = JsonForm.of("{\"a\": true, \"b\": false}", FIELDS);
        assertThat(form.flag("a")).contains(true);
        assertThat(form.flag("b")).contains(false);
        assertThat(form.flag("c")).isEmpty();
        form.check();
        JsonForm wrong = JsonForm.of("{\"a\": \"true\", \"b\": 1, \"c\": null}", FIELDS);
        for (String field : FIELDS) {
            assertThat(wrong.flag(field)).isEmpty();
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(wrong::check)
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("a", "b", "c"));
    }

    @Test
    void whatIsWrongComesTogether() {
        JsonForm form = JsonForm.of("{\"a\": 1, \"b\": 4, \"c\": \"yesterday\", \"e\\u001b[31m\": 1}", FIELDS);
        form.line("a", 10);
        form.integer("b", 1, 3);
        form.instant("c");
        form.wrong("c", Message.of("json.invalid"));
        assertThatExceptionOfType(Problem.class).isThrownBy(form::check).satisfies(problem -> {
            assertThat(problem.errors()).containsOnlyKeys("a", "b", "c", "e??31m");
            assertThat(problem.errors().get("c").key()).isEqualTo("json.instant");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"x\"", "{", "{\"a\":}", "\u0000", "{\"a\":1}}", "<xml/>"})
    void whatIsNoObjectIsRefused(String body) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> JsonForm.of(body, FIELDS))
                .satisfies(problem -> assertThat(problem.message().key()).isEqualTo("json.invalid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\\nb",
                "a\\u202Eb",
                "a\\u2028b",
                "a\\u200Bb",
                "a\\uFEFFb",
                "a\\u00A0b",
                "\\u202F",
                "a\\u0000b",
                "12345678901"
            })
    void aLineIsOneAndNotTooLong(String text) {
        JsonForm form = JsonForm.of("{\"a\": \"" + text + "\"}", FIELDS);
        form.line("a", 10);
        assertThatExceptionOfType(Problem.class).isThrownBy(form::check);
    }

    /** Other parsers let the last one win, which could be one that a reviewer did not see. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": [\"transcribe\"], \"a\": [\"admin\"]}",
                "{\"a\": 1, \"\\u0061\": 1}",
                "{\"b\": {\"x\": 1, \"x\": 1}}",
                "{\"b\": [{\"x\": 1, \"x\": null}]}"
            })
    void aNameOccursOnce(String body) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> JsonForm.of(body, FIELDS))
                .satisfies(problem -> assertThat(problem.message().key()).isEqualTo("json.invalid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"\\ud83d\"}",
                "{\"a\": \"\\ude00\\ud83d\"}",
                "{\"a\": [\"\\udfff\"]}",
                "{\"\\ud800\": 1}"
            })
    void halfOfASurrogatePairIsRefused(String body) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> JsonForm.of(body, FIELDS))
                .satisfies(problem -> assertThat(problem.message().key()).isEqualTo("json.invalid"));
    }

    @Test
    void aWholePairIsText() {
        assertThat(JsonForm.of("{\"a\": \"\\ud83d\\ude00\"}", FIELDS).line("a", 1))
                .isEqualTo("\uD83D\uDE00");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] latin = "{\"a\": \"Mar\u00EDa\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> JsonForm.of(new ByteArrayInputStream(latin), FIELDS))
                .satisfies(problem -> assertThat(problem.message().key()).isEqualTo("json.invalid"));
    }

    @Test
    void nullIsNoUuidAndNoChoiceOfADefault() {
        JsonForm form = JsonForm.of("{\"a\": null, \"b\": null}", FIELDS);
        assertThat(form.uuid("a")).isEmpty();
        assertThat(form.uuid("c")).isEmpty();
        form.refuseNull("b");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(form::check)
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "1.5", "1e99", "\"2\"", "true", "[]"})
    void aNumberIsWholeAndInItsRange(String number) {
        JsonForm form = JsonForm.of("{\"b\": " + number + "}", FIELDS);
        assertThat(form.integer("b", 1, 3)).isEmpty();
        assertThatExceptionOfType(Problem.class).isThrownBy(form::check);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "\"x\"", "[\"x\", \"x\", \"x\"]", "[\"bad\"]", "[[]]"})
    void aListHasSomeWordsAndNotTooMany(String list) {
        JsonForm form = JsonForm.of("{\"a\": " + list + "}", FIELDS);
        form.list("a", 2, Message.of("json.invalid"), word -> {
            if (word.equals("bad")) {
                throw new IllegalArgumentException();
            }
            return word;
        });
        assertThatExceptionOfType(Problem.class).isThrownBy(form::check);
    }
}
