package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"File\"; filename=\"a b;c=d.wav\"",
                "content-disposition:form-data;name=File;filename=a.wav;",
                "Content-Disposition: form-data; name=\"a\\\"b\"; filename=\"C:\\\\x\\\\a.wav\"",
                "Content-Disposition: form-data; name=\"File\"; filename=\"se\u00C3\u00B1al.wav\"; filename*=UTF-8''se%C3%B1al.wav",
                "Content-Disposition: form-data; name=\"size=1; creation-date=x\"",
                "Content-Disposition : form-data ; name = \"File\"",
                "Content-Type: text/plain; charset=\"utf-8\"",
                "Content-Type: audio/x-m4a",
                "Content-Type: application/octet-stream;codecs=opus ",
                "Content-Length: abc",
                "no header",
                ""
            })
    void takesWhatClientsSend(String line) {
        assertThat(PartHeader.isWellFormed(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition:",
                "Content-Disposition: form-data; name",
                "Content-Disposition: form-data; name=",
                "Content-Disposition: form-data; name=\"File",
                "Content-Disposition: form-data; name=\"File\\\"",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a\"b.wav\"",
                "Content-Disposition: form-data; name=File; filename=a b.wav",
                "Content-Disposition: form-data; name=\"File\"; filename*=nonsense",
                "Content-Disposition: form-data; name=\"File\"; Creation-Date=\"abc\"",
                "Content-Disposition: form-data; name=\"File\"; size=abc",
                "Content-Disposition: form-data, name=\"File\"",
                "Content-Type: ///",
                "Content-Type: ;;",
                "Content-Type: text"
            })
    void refusesWhatNobodyCanUnderstand(String line) {
        assertThat(PartHeader.isWellFormed(line)).isFalse();
    }
}
