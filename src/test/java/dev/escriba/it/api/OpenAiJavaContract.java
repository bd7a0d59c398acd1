package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams.ChunkingStrategy.VadConfig;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.audio.transcriptions.TranscriptionInclude;
import com.openai.models.audio.transcriptions.TranscriptionLanguage;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.models.Model;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's published Java client, without changes, from Maven Central. */
interface OpenAiJavaContract {

    Path SILENCE = MediaFixture.silence("silence.wav", 2);

    Service service();

    @Test
    default void theJavaClientSendsAPathBytesAndAStream() throws IOException {
        OpenAIClient client = client(service().key());
        byte[] bytes = Files.readAllBytes(MediaFixture.ENGLISH);
        try (InputStream stream = Files.newInputStream(MediaFixture.ENGLISH)) {
            for (TranscriptionCreateParams.Builder request : List.of(
                    TranscriptionCreateParams.builder().file(MediaFixture.ENGLISH),
                    TranscriptionCreateParams.builder().file(bytes),
                    TranscriptionCreateParams.builder().file(stream))) {
                TranscriptionCreateResponse answer = client.audio()
                        .transcriptions()
                        .create(request.model("whisper-1").build());
                assertThat(answer.isValid()).isTrue();
                assertThat(words(answer.asTranscription().text())).contains("brown fox");
            }
        }
    }

    @Test
    default void theJavaClientTellsTheFormatsApart() {
        TranscriptionCreateResponse verbose = create(MediaFixture.SPANISH, AudioResponseFormat.VERBOSE_JSON);
        assertThat(verbose.isVerbose() && verbose.isValid()).isTrue();
        assertThat(verbose.asVerbose().language()).isEqualTo("spanish");
        assertThat(verbose.asVerbose().segments().orElseThrow()).isNotEmpty();
        TranscriptionCreateResponse diarized = create(MediaFixture.ENGLISH, AudioResponseFormat.DIARIZED_JSON);
        assertThat(diarized.isDiarized() && diarized.isValid()).isTrue();
        assertThat(diarized.asDiarized().segments().get(0).speaker()).isEqualTo("A");
    }

    @Test
    default void theJavaClientSendsListsAndObjects() {
        TranscriptionCreateResponse json = client(service().key())
                .audio()
                .transcriptions()
                .create(request(MediaFixture.ENGLISH)
                        .addLanguage("en")
                        .addLanguage("es")
                        .addKeyword("fox")
                        .addInclude(TranscriptionInclude.LOGPROBS)
                        .chunkingStrategy(VadConfig.builder()
                                .type(VadConfig.Type.SERVER_VAD)
                                .threshold(0.5)
                                .build())
                        .build());
        assertThat(json.isValid()).isTrue();
        assertThat(json.asTranscription().languages().orElseThrow())
                .extracting(TranscriptionLanguage::code)
                .containsExactly("en");
        assertThat(json.asTranscription().logprobs().orElseThrow())
                .isNotEmpty()
                .allSatisfy(token -> assertThat(token.bytes().orElseThrow()).isNotEmpty());
        TranscriptionCreateResponse diarized = client(service().key())
                .audio()
                .transcriptions()
                .create(request(MediaFixture.ENGLISH)
                        .responseFormat(AudioResponseFormat.DIARIZED_JSON)
                        .addKnownSpeakerName("Ana")
                        .addKnownSpeakerName("Ben")
                        .build());
        assertThat(diarized.asDiarized().segments().get(0).speaker()).isEqualTo("Ana");
    }

    @Test
    default void theJavaClientReadsSilence() {
        TranscriptionCreateResponse json = create(SILENCE, AudioResponseFormat.JSON);
        assertThat(json.asTranscription().text()).isEmpty();
        TranscriptionCreateResponse verbose = create(SILENCE, AudioResponseFormat.VERBOSE_JSON);
        assertThat(verbose.isVerbose() && verbose.isValid()).isTrue();
        TranscriptionCreateResponse diarized = create(SILENCE, AudioResponseFormat.DIARIZED_JSON);
        assertThat(diarized.isDiarized() && diarized.isValid()).isTrue();
        assertThat(create(SILENCE, AudioResponseFormat.VTT).asTranscription().text())
                .startsWith("WEBVTT");
    }

    @ParameterizedTest
    @CsvSource({"text, fox", "srt, 00:00:0", "vtt, WEBVTT"})
    default void theJavaClientReadsTexts(String format, String part) {
        assertThat(create(MediaFixture.ENGLISH, AudioResponseFormat.of(format))
                        .asTranscription()
                        .text())
                .contains(part);
    }

    @Test
    default void theJavaClientReadsAStream() {
        StringBuilder joined = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        try (StreamResponse<TranscriptionStreamEvent> events = client(service().key())
                .audio()
                .transcriptions()
                .createStreaming(request(MediaFixture.ENGLISH).build())) {
            events.stream().forEach(event -> {
                event.transcriptTextDelta().ifPresent(delta -> joined.append(delta.delta()));
                event.transcriptTextDone().ifPresent(done -> whole.append(done.text()));
            });
        }
        assertThat(words(whole.toString())).contains("brown fox");
        assertThat(joined).hasToString(whole.toString());
    }

    @Test
    default void theJavaClientListsModels() {
        assertThat(client(service().key()).models().list().data())
                .extracting(Model::id)
                .contains("whisper-1");
    }

    @Test
    default void theJavaClientThrowsItsTypedErrors() throws IOException {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> client("a-wrong-key")
                        .audio()
                        .transcriptions()
                        .create(request(MediaFixture.ENGLISH).build()))
                .satisfies(error -> assertThat(error.code()).contains("invalid_api_key"));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client(service().key())
                        .audio()
                        .transcriptions()
                        .create(request(MediaFixture.ENGLISH).language("xx").build()))
                .satisfies(error -> assertThat(error.param()).contains("language"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client(service().key())
                        .audio()
                        .transcriptions()
                        .create(request(MediaFixture.ENGLISH).model("gpt-9").build()))
                .satisfies(error -> assertThat(error.code()).contains("model_not_found"));
        assertThatExceptionOfType(UnexpectedStatusCodeException.class)
                .isThrownBy(() -> client(service().key())
                        .audio()
                        .transcriptions()
                        .create(TranscriptionCreateParams.builder()
                                .file(new byte[(25 << 20) + 1])
                                .model("whisper-1")
                                .build()))
                .satisfies(error -> assertThat(error.statusCode()).isEqualTo(413));
    }

    @Test
    default void theJavaClientSeesThatThereIsNoMoney() {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        String key = Administration.key(service(), account, "transcribe").key();
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> client(key)
                        .audio()
                        .transcriptions()
                        .create(request(MediaFixture.ENGLISH)
                                .model("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01")
                                .build()))
                .satisfies(error -> assertThat(error.code()).contains("insufficient_quota"));
    }

    private TranscriptionCreateResponse create(Path recording, AudioResponseFormat format) {
        return client(service().key())
                .audio()
                .transcriptions()
                .create(request(recording).responseFormat(format).build());
    }

    private static TranscriptionCreateParams.Builder request(Path recording) {
        return TranscriptionCreateParams.builder().file(recording).model("whisper-1");
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(service().base().resolve("/v1").toString())
                .build();
    }
}
