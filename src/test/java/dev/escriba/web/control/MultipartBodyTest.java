package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private static final String TYPE = "multipart/form-data; boundary=ab-ab";
    private static final String HEAD = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";
    private static final String PART = "--ab-ab\r\n" + HEAD + "value --ab-a\r\n";
    private static final String END = "--ab-ab--\r\n";

    /** Formats each part as {@code name/file name=content}. */
    private static List<String> read(String type, String body, int portion) {
        List<String> parts = new ArrayList<>();
        try {
            MultipartBody multipart =
                    MultipartBody.of(new Portions(body.getBytes(StandardCharsets.ISO_8859_1), portion), type);
            for (Optional<MultipartBody.Part> part = multipart.next(); part.isPresent(); part = multipart.next()) {
                parts.add(part.get().name().orElse("-")
                        + part.get().fileName().map(name -> "/" + name).orElse("") + "="
                        + new String(part.get().content().readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return parts;
    }

    private static List<String> read(String body) {
        List<String> whole = read(TYPE, body, 1 << 20);
        for (int portion : new int[] {1, 2, 3, 7}) {
            assertThat(read(TYPE, body, portion)).isEqualTo(whole);
        }
        return whole;
    }

    private static void requireRefused(String body, String message) {
        for (int portion : new int[] {1, 5, 1 << 20}) {
            assertThatThrownBy(() -> read(TYPE, body, portion))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.message().key()).isEqualTo(message));
        }
    }

    @Test
    void readsPartsHoweverTheyArrive() {
        assertThat(read("preamble\r\n" + PART + "--ab-ab \t\r\n"
                        + "content-disposition: form-data; name=File; filename=\"x.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\n\r\n\r\n--ab-abc\r\n--ab-ab-\r\n\n-\r\n"
                        + END + "epilogue"))
                .containsExactly("a=value --ab-a", "File/x.wav=\r\n\r\n--ab-abc\r\n--ab-ab-\r\n\n-");
    }

    @Test
    void emptyContentsAndBareLineFeedsAreUnderstood() {
        assertThat(read("--ab-ab\r\n" + HEAD + "\r\n" + END)).containsExactly("a=");
        assertThat(read("--ab-ab\nContent-Disposition: form-data; name=a\n\nb\r\n--ab-ab--"))
                .containsExactly("a=b");
        assertThat(read("--ab-ab\nContent-Disposition: form-data; name=a\n\nb\r\r\n--ab-ab--"))
                .containsExactly("a=b\r");
    }

    @Test
    void contentIsKeptToTheByte() {
        byte[] random = new byte[300_000];
        new Random(7).nextBytes(random);
        String content = new String(random, StandardCharsets.ISO_8859_1);
        assertThat(read(TYPE, "--ab-ab\r\n" + HEAD + content + "\r\n" + END, 8_191))
                .containsExactly("a=" + content);
    }

    @Test
    void whatIsNotReadIsSkipped() throws IOException {
        MultipartBody body =
                MultipartBody.of(new Portions((PART.repeat(2) + END).getBytes(StandardCharsets.ISO_8859_1), 5), TYPE);
        InputStream first = body.next().orElseThrow().content();
        assertThat(body.next().orElseThrow().content().readAllBytes()).hasSize(12);
        assertThat(first.read()).isNegative();
        assertThat(body.next()).isEmpty();
        assertThat(body.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "--ab-a", "--other\r\n" + HEAD + "abc\r\n--other--\r\n"})
    void refusesABodyWithoutAnyBoundary(String body) {
        requireRefused(body, "form.no-part");
    }

    /** As fetch sends an empty FormData. */
    @ParameterizedTest
    @ValueSource(strings = {"--ab-ab--", "--ab-ab--\r\n", "\r\n--ab-ab--\r\n", "preamble\r\n--ab-ab--\r\nepilogue"})
    void aFormMayBeEmpty(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void aTextHasTheCharsetOfItsPart() throws IOException {
        assertThat(text("text/plain; charset=ISO-8859-1", "se\u00f1al".getBytes(StandardCharsets.ISO_8859_1), 99))
                .contains("se\u00f1al");
        assertThat(text("text/plain;Charset=\"utf-16\"", "se\u00f1al".getBytes(StandardCharsets.UTF_16), 99))
                .contains("se\u00f1al");
        assertThat(text("text/plain", "se\u00f1al".getBytes(StandardCharsets.UTF_8), 99))
                .contains("se\u00f1al");
        assertThat(text("text/plain; charset=", "se\u00f1al".getBytes(StandardCharsets.UTF_8), 99))
                .contains("se\u00f1al");
    }

    @Test
    void aTextOfAnotherCharsetIsNone() throws IOException {
        byte[] latin = "se\u00f1al".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(text("text/plain", latin, 99)).isEmpty();
        assertThat(text("text/plain; charset=utf-8", latin, 99)).isEmpty();
        assertThat(text("text/plain; charset=x-none", latin, 99)).isEmpty();
        assertThat(text("text/plain; charset=***", latin, 99)).isEmpty();
        assertThat(text("text/plain; charset=us-ascii", latin, 99)).isEmpty();
        // a character that is cut at the end of the text is not whole
        assertThat(text("text/plain", new byte[] {'a', (byte) 0xC3}, 99)).isEmpty();
    }

    @Test
    void theBeginningOfALongTextMayEndWithinACharacter() throws IOException {
        assertThat(text("text/plain", "a\u00f1".getBytes(StandardCharsets.UTF_8), 2))
                .contains("a");
    }

    private static Optional<String> text(String type, byte[] content, int most) throws IOException {
        String head = "--ab-ab\r\nContent-Type: " + type + "\r\n" + HEAD;
        String body = head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n" + END;
        return MultipartBody.of(new Portions(body.getBytes(StandardCharsets.ISO_8859_1), 7), TYPE)
                .next()
                .orElseThrow()
                .text(most);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ab-ab",
                "--ab-ab\r\n",
                "--ab-ab\r\nContent-Disposition: form-data; name=a",
                "--ab-ab\r\nContent-Disposition: form-data; name=a\r\n\r\nabc",
                "--ab-ab\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--ab-ab",
                "--ab-ab\r\nContent-Disposition: form-data; name=a\r\n\r\nabc--ab-ab--"
            })
    void refusesABodyWithoutItsLastBoundary(String body) {
        requireRefused(body, "form.incomplete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ab-ab\r\n\r\n",
                "--ab-ab\r\n\r\nx\r\n--ab-ab--",
                "--ab-ab\r\n Content-Disposition: form-data; name=a\r\n\r\nabc\r\n--ab-ab--",
                "--ab-ab x\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--ab-ab--"
            })
    void refusesAPartThatIsNoPartOfAForm(String body) {
        requireRefused(body, "form.part-invalid");
    }

    @Test
    void refusesAnEncodedPart() {
        requireRefused(
                "--ab-ab\r\nContent-Transfer-Encoding: base64\r\n" + HEAD + "AAAA\r\n" + END, "form.part-encoded");
    }

    @Test
    void partsAndHeadersAreLimitedAndContentsAreNot() {
        assertThat(read(TYPE, PART.repeat(64) + END, 4096)).hasSize(64);
        requireRefused(PART.repeat(65) + END, "problem.parts");
        requireRefused("--ab-ab\r\nX: " + "y".repeat(9_000) + "\r\n" + HEAD + "\r\n" + END, "problem.parts");
        requireRefused("--ab-ab\r\n" + "X: y\r\n".repeat(9_000) + HEAD + "\r\n" + END, "problem.parts");
    }

    @Test
    void theTypeDecidesAboutTheBoundary() {
        assertThat(read("Multipart/Form-Data; charset=x; BOUNDARY=\"ab-ab\"", PART + END, 9))
                .hasSize(1);
        assertThatThrownBy(() -> read("multipart/form-data", PART + END, 9))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.message().key()).isEqualTo("form.boundary-missing"));
        for (String other : new String[] {"multipart/form-data-x; boundary=ab-ab", "application/json", ""}) {
            assertThatThrownBy(() -> read(other, PART + END, 9))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(415));
        }
    }

    /** Returns a few bytes per read. */
    private static final class Portions extends ByteArrayInputStream {

        private final int most;

        Portions(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
        }
    }
}
