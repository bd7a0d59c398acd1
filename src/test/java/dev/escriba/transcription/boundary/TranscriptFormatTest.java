package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|JSON",
                "text/html,application/xml,*/*|JSON",
                "application/json|JSON",
                "text/json|JSON_AS_TEXT",
                "text/plain|TEXT",
                "text/*|TEXT",
                "TEXT/VTT|VTT",
                "application/x-subrip|SRT",
                "application/*|JSON",
                "image/png,application/x-subrip,text/vtt|SRT",
                "text/plain q=0,text/*|VTT",
                "application/json q=0.0,*/*|TEXT",
            })
    void theFirstAcceptableFormatIsGiven(String accept, TranscriptFormat format) {
        assertThat(TranscriptFormat.of(types(accept))).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/xml,text/html", "text/vtt q=0", "text/vtt q=0.000,text/vtt q=0"})
    void noOtherTypeIsGiven(String accept) {
        assertThatThrownBy(() -> TranscriptFormat.of(types(accept)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(406));
    }

    @ParameterizedTest
    @CsvSource({"text,TEXT", "VTT,VTT", "srt,SRT", "Json,JSON"})
    void aWordNamesAFormat(String word, TranscriptFormat format) {
        assertThat(TranscriptFormat.ofWord(word)).contains(format);
        assertThat(TranscriptFormat.words()).isEqualTo("json, text, vtt, srt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json_as_text", "html", "*"})
    void anotherWordNamesNone(String word) {
        assertThat(TranscriptFormat.ofWord(word)).isEmpty();
    }

    /** The types in the order of the client, as JAX-RS passes them on. */
    private static List<MediaType> types(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .map(type -> {
                    String[] parts = type.split("[/ ]", -1);
                    return new MediaType(
                            parts[0], parts[1], parts.length < 3 ? Map.of() : Map.of("q", parts[2].substring(2)));
                })
                .toList();
    }
}
