package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "Content-Type: video/webm;codecs=vp8,opus",
                "Content-Type: audio/mp4; codecs=\"mp4a.40.2",
                "Content-Type: audio/x m4a; name=my file.m4a",
                "Content-Type: undefined",
                "Content-Type: null",
                "Content-Type:",
                "Content-Type: ///",
                "Content-Type: ;;",
                "Content-Transfer-Encoding:",
                "Content-Length: abc",
                "Content-Transfer-Encoding: Binary",
                "no header"
            })
    void takesOtherHeaders(String line) {
        assertThat(headers(line, "Content-Disposition: form-data; name=a").name())
                .contains("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=a b.wav                                 | a b.wav",
                "filename=a b.wav; size=1                         | a b.wav",
                "filename=señal uno.wav                           | señal uno.wav",
                "filename=(1).wav                                 | (1).wav",
                "filename=a=b.wav                                 | a=b.wav",
                "filename=\"a\"b.wav\"                             | a",
                "filename=\"a.wav                                 | \"a.wav",
                "filename=\"x.mp3\"; filename*=UTF-8''100%.mp3     | x.mp3",
                "filename=\"x.mp3\"; filename*=UTF-8''%zz          | x.mp3",
                "filename=\"x.mp3\"; filename*=UTF-8''%ff.mp3      | x.mp3",
                "filename=\"x.mp3\"; filename*=x-none''a           | x.mp3",
                "filename=\"x.mp3\"; filename*=\"\"                 | x.mp3",
                "filename=\"x.mp3\"; filename*=                   | x.mp3",
                "filename*=nonsense; filename=\"x.mp3\"           | x.mp3",
                "filename*=\"UTF-8''se%C3%B1al.mp3\"              | señal.mp3",
                "filename*=UTF-8''a b.mp3                         | a b.mp3"
            })
    void aFileNameIsTakenAsClientsWriteIt(String parameters, String name) {
        PartHeaders headers = headers("Content-Disposition: form-data; name=\"File\"; " + parameters);
        assertThat(headers.name()).contains("File");
        assertThat(headers.fileName()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename*=nonsense", "filename*=x-none''a", "filename*=utf-8''%zz", "filename", "x=y"})
    void aPartCanBeWithoutAFileName(String parameter) {
        assertThat(headers("Content-Disposition: form-data; name=\"File\"; " + parameter)
                        .fileName())
                .isEmpty();
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
                "Content-Disposition: form-data; name=\"File\"x",
                "Content-Disposition: form-data, name=\"File\"",
                "Content-Transfer-Encoding: base64",
                "Content-Transfer-Encoding: quoted-printable"
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
