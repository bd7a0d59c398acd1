package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeadersTest {

    private static PartHeaders headers(String... lines) {
        PartHeaders headers = new PartHeaders();
        for (String line : lines) {
            headers.add(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        headers.complete();
        return headers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-disposition:form-data;name=File;filename=a.wav;",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a b;c=d.wav\"; size=1",
                "Content-Disposition : form-data ; name = \"File\"",
                "Content-Disposition: Form-Data; name=\"File\"; filename*=UTF-8''se%C3%B1al.wav"
            })
    void takesWhatClientsSend(String line) {
        assertThat(headers(line).name()).contains("File");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain; charset=\"utf-8\"",
                "Content-Type: application/octet-stream;codecs=opus ",
                "Content-Length: abc",
                "Content-Transfer-Encoding: Binary",
                "no header"
            })
    void takesOtherHeaders(String line) {
        assertThat(headers(line, "Content-Disposition: form-data; name=a").name())
                .contains("a");
    }

    @Test
    void namesAreUtf8OrSayWhatTheyAre() {
        assertThat(headers("Content-Disposition: form-data; name=\"señal\"; filename=\"reunión.wav\"")
                        .fileName())
                .contains("reunión.wav");
        assertThat(headers("Content-Disposition: form-data; name=a; filename=\"x\"; filename*=iso-8859-1'es'se%F1al+1")
                        .fileName())
                .contains("señal+1");
        assertThat(headers("Content-Disposition: form-data; name=\"a\\\"b\"; filename=\"C:\\x\\\\a.wav\"")
                        .fileName())
                .contains("C:\\x\\a.wav");
        assertThat(headers("Content-Disposition: form-data;", "\tname=a").name())
                .as("in the next line")
                .contains("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition:",
                "Content-Disposition: attachment; name=a",
                "Content-Disposition: form-data; name",
                "Content-Disposition: form-data; name=",
                "Content-Disposition: form-data; name=\"File",
                "Content-Disposition: form-data; name=\"File\\\"",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a\"b.wav\"",
                "Content-Disposition: form-data; name=File; filename=a b.wav",
                "Content-Disposition: form-data; name=\"File\"; filename*=nonsense",
                "Content-Disposition: form-data; name=\"File\"; filename*=x-none''a",
                "Content-Disposition: form-data; name=\"File\"; filename*=utf-8''%zz",
                "Content-Disposition: form-data, name=\"File\"",
                "Content-Type: ///",
                "Content-Type: ;;",
                "Content-Type: text",
                "Content-Transfer-Encoding: base64"
            })
    void refusesMalformedHeaders(String line) {
        for (List<String> lines : List.of(
                List.of(line, "Content-Disposition: form-data; name=a"),
                List.of("Content-Disposition: form-data; name=a", line))) {
            assertThatThrownBy(() -> headers(lines.toArray(String[]::new)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(400));
        }
    }

    @Test
    void aPartOfAFormSaysSo() {
        assertThatThrownBy(() -> headers("Content-Type: text/plain")).isInstanceOf(Problem.class);
        assertThat(headers("Content-Disposition: form-data").name()).isEmpty();
    }
}
