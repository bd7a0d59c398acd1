package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Answer.words;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint of the contract: successful requests, and requests with wrong fields. */
public interface TranscribeContract {

    String ENGLISH_ONLY = "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01";

    Service service();

    @Test
    default void answersInTheShapeAndOrderOfTheContract() {
        HttpResponse<String> response = service().transcribe(file("File", MediaFixture.ENGLISH));
        JsonObject answer = success(response);
        assertThat(answer.keySet()).containsExactly("instanceId", "transcript", "metadata", "tokenUsage", "cost");
        assertThat(UUID.fromString(answer.getString("instanceId"))).isNotNull();
        assertThat(words(answer.getString("transcript"))).contains("brown fox").contains("lazy dog");
        JsonObject metadata = answer.getJsonObject("metadata");
        assertThat(metadata.keySet()).containsExactly("language", "duration");
        assertThat(metadata.getString("language")).isEqualTo("en");
        assertThat(metadata.getString("duration")).isEqualTo("00:00:03.1250000");
        JsonObject usage = answer.getJsonObject("tokenUsage");
        assertThat(usage.keySet()).containsExactly("completionTokens", "promptTokens", "totalTokens");
        assertThat(usage.getInt("completionTokens")).isBetween(9, 20);
        assertThat(usage.getInt("promptTokens")).isBetween(60, 140);
        assertThat(usage.getInt("totalTokens"))
                .isEqualTo(usage.getInt("completionTokens") + usage.getInt("promptTokens"));
        JsonObject cost = answer.getJsonObject("cost");
        assertThat(cost.keySet()).containsExactly("completion", "prompt", "total", "currency");
        assertThat(cost.getJsonNumber("prompt").bigDecimalValue()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(cost.toString()).isEqualTo("{\"completion\":0.0,\"prompt\":0.0,\"total\":0.0,\"currency\":\"USD\"}");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("application/json;charset=UTF-8");
        assertThat(response.headers().firstValue("Content-Language")).contains("en");
    }

    @Test
    default void findsOutThatSpanishIsSpoken() {
        JsonObject answer = success(service().transcribe(file("File", MediaFixture.SPANISH)));
        assertThat(answer.getJsonObject("metadata").getString("language")).isEqualTo("es");
        assertThat(words(answer.getString("transcript"))).contains("reunion");
    }

    @Test
    default void usesTheModelThatIsAskedFor() {
        JsonObject answer =
                success(service().transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", ENGLISH_ONLY)));
        assertThat(answer.getJsonObject("metadata").getString("language")).isEqualTo("en");
    }

    @Test
    default void aPromptCountsAsPromptTokens() {
        int without = promptTokens(service().transcribe(file("File", MediaFixture.ENGLISH)));
        int with = promptTokens(
                service().transcribe(file("File", MediaFixture.ENGLISH), text("Prompt", "A fox and a dog.")));
        assertThat(with).isGreaterThan(without + 3);
    }

    @Test
    default void aPromptsTermsAreWrittenAsTheyAreThere() {
        Path parcel = MediaFixture.make("parcel.wav", "-i", "src/test/resources/speech/terms/en-places-30.opus");
        String without = success(service().transcribe(file("File", parcel))).getString("transcript");
        assertThat(without).contains("parcel").doesNotContain("Tegucigalpa");
        String prompt = "Deliveries to Tegucigalpa and Ouagadougou, signed by Siobhan Kelleher";
        JsonObject answer = success(service().transcribe(file("File", parcel), text("Prompt", prompt)));
        assertThat(answer.getString("transcript")).contains("parcel was sent to Tegucigalpa");
        assertThat(answer.getJsonObject("metadata").getString("language")).isEqualTo("en");
    }

    @Test
    default void writesDownNothingInALanguageThatNoModelKnows() {
        Path german = MediaFixture.make("de-delivery.wav", "-i", "src/test/resources/speech/de-delivery.opus");
        JsonObject answer = success(service().transcribe(file("File", german)));
        assertThat(answer.getString("transcript")).isEmpty();
        assertThat(answer.getJsonObject("metadata").keySet()).containsExactly("language", "duration");
        assertThat(answer.getJsonObject("metadata").isNull("language")).isTrue();
    }

    @Test
    default void followsAChangeOfLanguage() {
        Path both = MediaFixture.make(
                "both-languages.wav",
                "-i",
                MediaFixture.ENGLISH.toString(),
                "-i",
                MediaFixture.SPANISH.toString(),
                "-filter_complex",
                "[0:a]apad=pad_dur=0.5[a];[a][1:a]concat=n=2:v=0:a=1",
                "-ar",
                "16000");
        String transcript =
                words(success(service().transcribe(file("File", both))).getString("transcript"));
        assertThat(transcript).contains("brown fox").contains("reunion empieza");
    }

    private static int promptTokens(HttpResponse<String> response) {
        return success(response).getJsonObject("tokenUsage").getInt("promptTokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/Audio/transcribe",
                "/api/audio/transcribe",
                "/api/AUDIO/Transcribe",
                "/api/V2/audio/TRANSCRIBE",
                "/api/v2/audio/transcribe/"
            })
    default void pathsMatchInAnyCaseAndWithoutVersion(String path) {
        success(service().post(path, file("File", MediaFixture.ENGLISH)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "FILE", "File", "fiLe"})
    default void partNamesMatchInAnyCase(String name) {
        success(service().transcribe(text("modelid", ENGLISH_ONLY), file(name, MediaFixture.ENGLISH)));
    }

    @Test
    default void ofARepeatedPartTheFirstCountsAndUnknownPartsAreIgnored() {
        success(service()
                .transcribe(
                        text("unknown", "x"),
                        text("ModelId", ""),
                        text("modelId", "no uuid"),
                        file("File", MediaFixture.ENGLISH),
                        file("file", MediaFixture.SPANISH)));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "text/json, text/json",
        "text/plain, text/plain",
        "*/*, application/json",
        "'text/html, text/plain;q=0.5', text/plain"
    })
    default void allMediaTypesCarryTheSameDocument(String accept, String type) {
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Accept", accept)
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(file("File", MediaFixture.ENGLISH))));
        assertThat(success(response).keySet())
                .containsExactly("instanceId", "transcript", "metadata", "tokenUsage", "cost");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase(type + ";charset=UTF-8");
    }

    @Test
    default void cultureDecidesTheLanguageOfMessagesNotOfTheTranscript() {
        HttpResponse<String> spanish =
                service().post("/api/v2/Audio/transcribe?culture=es-AR", file("File", MediaFixture.ENGLISH));
        assertThat(success(spanish).getJsonObject("metadata").getString("language"))
                .isEqualTo("en");
        assertThat(spanish.headers().firstValue("Content-Language")).contains("es");
        HttpResponse<String> wrong = service().post("/api/v2/Audio/transcribe?culture=es", text("ModelId", "x"));
        assertThat(errors(wrong, 400).getString("File")).isEqualTo("Se requiere un archivo.");
    }

    @Test
    default void allFieldErrorsComeTogether() {
        JsonObject errors = errors(
                service()
                        .transcribe(
                                text("ModelId", "1-1-1-1-1"),
                                text("Prompt", "p".repeat(4097)),
                                text("UserIdentifier", "u".repeat(257)),
                                text("Channel", "\uD83D\uDE00".repeat(101)),
                                Service.Part.bytes("File", "a.mp3", new byte[0])),
                400);
        assertThat(errors.keySet()).containsExactlyInAnyOrder("File", "ModelId", "Prompt", "UserIdentifier", "Channel");
        assertThat(errors.getString("File")).isEqualTo("The file is empty.");
    }

    @Test
    default void limitsOfTextsAreInclusiveAndCountCodePoints() {
        success(service()
                .transcribe(
                        file("File", MediaFixture.ENGLISH),
                        text("Prompt", "p".repeat(4096)),
                        text("UserIdentifier", "\uD83D\uDE00".repeat(256)),
                        text("Channel", "ñ".repeat(100))));
    }

    @Test
    default void anUnknownModelIsNotFound() {
        HttpResponse<String> response = service()
                .transcribe(
                        file("File", MediaFixture.ENGLISH), text("ModelId", "3fa85f64-5717-4562-b3fc-2c963f66afa6"));
        assertThat(Answer.problem(response, 404).getString("message")).isEqualTo("The specified model was not found.");
    }

    @Test
    default void aMissingFileIsNamed() {
        assertThat(errors(service().transcribe(text("Prompt", "x")), 400).getString("File"))
                .isEqualTo("A file is required.");
    }
}
