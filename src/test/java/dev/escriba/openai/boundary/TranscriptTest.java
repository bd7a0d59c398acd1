package dev.escriba.openai.boundary;

import static dev.escriba.openai.boundary.AudioFixture.HELLO;
import static dev.escriba.openai.boundary.AudioFixture.HOLA;
import static dev.escriba.openai.boundary.AudioFixture.request;
import static dev.escriba.openai.boundary.AudioFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Token;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers to the letter. */
class TranscriptTest {

    private static final TranscriptionResult BOTH = result("Hello & bye. Hola.", "en", HELLO, HOLA);
    private static final TranscriptionResult SILENCE = result("", null);
    private static final String USAGE = "\"usage\":{\"type\":\"duration\",\"seconds\":9}}";

    @Test
    void jsonNamesTheLanguagesThatWereHeard() {
        assertThat(body(ResponseFormat.JSON, BOTH))
                .isEqualTo("{\"text\":\"Hello & bye. Hola.\",\"languages\":[{\"code\":\"en\"},{\"code\":\"es\"}],"
                        + USAGE);
        assertThat(body(ResponseFormat.JSON, SILENCE)).isEqualTo("{\"text\":\"\",\"languages\":[]," + USAGE);
    }

    @Test
    void logprobsHaveTheTokensWithTheirSpacesAndBytes() {
        assertThat(body(request(ResponseFormat.JSON, true, false), BOTH))
                .contains("\"logprobs\":[{\"token\":\" Hello\",\"logprob\":-0.125,\"bytes\":[32,72,101,108,108,111]},"
                        + "{\"token\":\" ñ\",\"logprob\":-0.5,\"bytes\":[32,195,177]}]");
    }

    @Test
    void verboseJsonHasAllFieldsOfASegment() {
        assertThat(body(ResponseFormat.VERBOSE_JSON, result("Hello & bye.", "en", HELLO)))
                .isEqualTo(
                        "{\"task\":\"transcribe\",\"language\":\"english\",\"duration\":8.47,\"text\":\"Hello & bye.\","
                                + "\"segments\":[{\"id\":0,\"seek\":50,\"start\":0.5,\"end\":1.25,\"text\":\" Hello & bye.\","
                                + "\"tokens\":[7,9],\"temperature\":0,\"avg_logprob\":-0.25,\"compression_ratio\":0.6,"
                                + "\"no_speech_prob\":0.0625}]," + USAGE);
    }

    @Test
    void wordsHaveTheirTimes() {
        assertThat(body(request(ResponseFormat.VERBOSE_JSON, false, true), BOTH))
                .contains("\"words\":[{\"word\":\"Hello\",\"start\":0.5,\"end\":0.9},"
                        + "{\"word\":\"bye.\",\"start\":1,\"end\":1.25}]");
    }

    /** With empty lists, OpenAI's Java client takes the answer for another kind. */
    @Test
    void silenceHasNoEmptyListsInVerboseJson() {
        assertThat(body(request(ResponseFormat.VERBOSE_JSON, false, true), SILENCE))
                .isEqualTo(
                        "{\"task\":\"transcribe\",\"language\":\"unknown\",\"duration\":8.47,\"text\":\"\"," + USAGE);
    }

    @Test
    void speakersAreTheNamesOfTheChannels() {
        String segments =
                "\"segments\":[{\"type\":\"transcript.text.segment\",\"id\":\"seg_001\",\"start\":0.5,\"end\":1.25,"
                        + "\"text\":\"Hello & bye.\",\"speaker\":\"%s\"},{\"type\":\"transcript.text.segment\",\"id\":\"seg_002\","
                        + "\"start\":2,\"end\":3,\"text\":\"Hola.\",\"speaker\":\"%s\"}],";
        assertThat(body(ResponseFormat.DIARIZED_JSON, BOTH))
                .isEqualTo("{\"task\":\"transcribe\",\"duration\":8.47,\"text\":\"Hello & bye. Hola.\","
                        + segments.formatted("A", "B") + USAGE);
        assertThat(body(request(ResponseFormat.DIARIZED_JSON, false, false, "Agent", "Ana"), BOTH))
                .contains(segments.formatted("Agent", "Ana"));
        assertThat(body(ResponseFormat.DIARIZED_JSON, SILENCE)).contains("\"segments\":[],");
    }

    @Test
    void textEndsWithALineFeed() {
        assertThat(body(ResponseFormat.TEXT, BOTH)).isEqualTo("Hello & bye. Hola.\n");
        assertThat(body(ResponseFormat.TEXT, SILENCE)).isEqualTo("\n");
    }

    @Test
    void subtitlesHaveTheTimesOfWords() {
        assertThat(body(ResponseFormat.SRT, BOTH))
                .startsWith(
                        "1\n00:00:00,500 --> 00:00:01,250\nHello bye.\n\n2\n00:00:02,000 --> 00:00:03,000\nHola.\n");
        assertThat(body(ResponseFormat.SRT, SILENCE)).isEmpty();
        assertThat(body(ResponseFormat.VTT, result("Hola.", "es", HOLA)))
                .isEqualTo("WEBVTT\n\n00:00:02.000 --> 00:00:03.000\nHola.\n\n");
        assertThat(body(ResponseFormat.VTT, SILENCE)).isEqualTo("WEBVTT\n\n");
    }

    @Test
    void aKeptAnswerWithoutSegmentsIsOneSegment() {
        assertThat(body(ResponseFormat.SRT, result("Hola.", "es")))
                .startsWith("1\n00:00:00,000 --> 00:00:07,000\nHola.\n");
    }

    @Test
    void anAnswerWhoseTranscriptIsGoneIsRefused() {
        TranscriptionResult gone = new TranscriptionResult(
                AudioFixture.INSTANCE,
                Optional.empty(),
                Optional.of("en"),
                Duration.ofSeconds(1),
                1,
                1,
                null,
                true,
                List.of());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> body(ResponseFormat.JSON, gone))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @Test
    void theLastEventCountsTokens() {
        assertThat(new Transcript(request(ResponseFormat.JSON, false, false), BOTH)
                        .done("Hello & bye. Hola.")
                        .build()
                        .toString())
                .isEqualTo(
                        "{\"type\":\"transcript.text.done\",\"text\":\"Hello & bye. Hola.\","
                                + "\"languages\":[{\"code\":\"en\"},{\"code\":\"es\"}],"
                                + "\"usage\":{\"type\":\"tokens\",\"input_tokens\":85,\"output_tokens\":5,\"total_tokens\":90}}");
    }

    @Test
    void aLanguageThatIsNotKnownIsNotListed() {
        assertThat(body(ResponseFormat.JSON, result("Hm.", null, remote("Hm."))))
                .isEqualTo("{\"text\":\"Hm.\",\"languages\":[]," + USAGE);
        assertThat(body(ResponseFormat.JSON, result("Hm.", null)))
                .isEqualTo("{\"text\":\"Hm.\",\"languages\":[]," + USAGE);
    }

    /** Clients with strict types read no answer that lacks a number. */
    @Test
    void aNumberThatIsNotKnownIsZeroInVerboseJson() {
        assertThat(body(ResponseFormat.VERBOSE_JSON, result("Hm.", null, remote("Hm."))))
                .contains("\"avg_logprob\":0,", "\"no_speech_prob\":0}");
    }

    private static Segment remote(String text) {
        return new Segment(
                Duration.ZERO,
                Duration.ofSeconds(1),
                text,
                "",
                Double.NaN,
                Double.NaN,
                List.of(),
                List.of(),
                OptionalInt.empty());
    }

    @Test
    void aTranslationHasTheFieldsOfATranslation() {
        TranscriptionResult english = result("Hello & bye.", "en", HELLO);
        assertThat(body(translation(ResponseFormat.JSON), english)).isEqualTo("{\"text\":\"Hello & bye.\"}");
        assertThat(body(translation(ResponseFormat.JSON), SILENCE)).isEqualTo("{\"text\":\"\"}");
        assertThat(body(translation(ResponseFormat.VERBOSE_JSON), SILENCE))
                .isEqualTo("{\"task\":\"translate\",\"language\":\"english\",\"duration\":8.47,\"text\":\"\"}");
        assertThat(body(translation(ResponseFormat.VERBOSE_JSON), english))
                .startsWith("{\"task\":\"translate\",\"language\":\"english\",\"duration\":8.47,"
                        + "\"text\":\"Hello & bye.\",\"segments\":[{")
                .endsWith("\"no_speech_prob\":0.0625}]}");
    }

    private static AudioRequest translation(ResponseFormat format) {
        return new AudioRequest(
                Task.TRANSLATE,
                "whisper-1",
                format,
                false,
                Set.of(),
                "languages",
                "",
                List.of(),
                false,
                false,
                true,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The four bytes of one character in two tokens. */
    @Test
    void tokensOfOneCharacterHaveTheirOwnBytes() {
        Segment segment = AudioFixture.segment(
                0,
                1000,
                "😀",
                "en",
                List.of(new Token(1, "", "\u00F0\u009F", -0.5), new Token(2, "😀", "\u0098\u0080", -0.25)),
                List.of(),
                OptionalInt.empty());
        assertThat(body(request(ResponseFormat.JSON, true, false), result("😀", "en", segment)))
                .contains("\"logprobs\":[{\"token\":\"\",\"logprob\":-0.5,\"bytes\":[240,159]},"
                        + "{\"token\":\"😀\",\"logprob\":-0.25,\"bytes\":[152,128]}]");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0.001, 1", "1000, 1, 1", "1001, 1.001, 2", "10000, 10, 10", "3600500, 3600.5, 3601"})
    void secondsArePlainNumbers(long millis, String seconds, long whole) {
        Duration time = Duration.ofMillis(millis);
        assertThat(JsonNumbers.seconds(time)).hasToString(seconds);
        assertThat(JsonNumbers.wholeSeconds(time)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"-0.1234567, -0.123457", "0, 0", "-12, -12", "NaN, 0", "-Infinity, 0", "100, 100"})
    void otherNumbersArePlainToo(double number, String written) {
        assertThat(JsonNumbers.of(number)).hasToString(written);
    }

    private static String body(ResponseFormat format, TranscriptionResult result) {
        return body(request(format, false, false), result);
    }

    private static String body(AudioRequest request, TranscriptionResult result) {
        return new String(new Transcript(request, result).body(), StandardCharsets.UTF_8);
    }
}
