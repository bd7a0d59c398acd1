package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's published JavaScript client, without changes, from the npm registry. */
interface OpenAiClientContract {

    Service service();

    @Test
    default void theJavaScriptClientReadsJson() throws Exception {
        JsonObject result = call(MediaFixture.ENGLISH, "").getJsonObject("result");
        assertThat(words(result.getString("text"))).contains("brown fox");
        assertThat(result.getJsonObject("usage").getInt("seconds")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"text, fox", "srt, 00:00:0", "vtt, WEBVTT"})
    default void theJavaScriptClientReadsTexts(String format, String part) throws Exception {
        assertThat(call(MediaFixture.ENGLISH, ",\"response_format\":\"" + format + "\"")
                        .getString("result"))
                .contains(part);
    }

    @Test
    default void theJavaScriptClientReadsSegmentsAndSpeakers() throws Exception {
        JsonObject verbose = call(MediaFixture.SPANISH, ",\"response_format\":\"verbose_json\"")
                .getJsonObject("result");
        assertThat(verbose.getString("language")).isEqualTo("spanish");
        assertThat(verbose.getJsonArray("segments")).isNotEmpty();
        JsonObject diarized = call(MediaFixture.ENGLISH, ",\"response_format\":\"diarized_json\"")
                .getJsonObject("result");
        assertThat(diarized.getJsonArray("segments").getJsonObject(0).getString("speaker"))
                .isEqualTo("A");
    }

    @Test
    default void theJavaScriptClientReadsAVideoAndAFileWithoutAName() throws Exception {
        assertThat(words(call(MediaFixture.videoMp4(), ",\"nameless\":true")
                        .getJsonObject("result")
                        .getString("text")))
                .contains("fox");
    }

    @Test
    default void theJavaScriptClientReadsAStream() throws Exception {
        JsonArray events = call(MediaFixture.ENGLISH, ",\"stream\":true").getJsonArray("result");
        StringBuilder joined = new StringBuilder();
        JsonObject last = events.getJsonObject(events.size() - 1);
        for (JsonObject event : events.getValuesAs(JsonObject.class)) {
            if (event.getString("type").equals("transcript.text.delta")) {
                joined.append(event.getString("delta"));
            }
        }
        assertThat(last.getString("type")).isEqualTo("transcript.text.done");
        assertThat(joined).hasToString(last.getString("text"));
        assertThat(words(last.getString("text"))).contains("brown fox");
    }

    @Test
    default void theJavaScriptClientListsModels() throws Exception {
        JsonObject result =
                Node.run("openai.mjs", base(), service().key(), "", "{}").getJsonObject("result");
        assertThat(result.getJsonObject("one"))
                .isEqualTo(result.getJsonArray("all").getJsonObject(0));
    }

    @Test
    default void theJavaScriptClientThrowsItsTypedErrors() throws Exception {
        JsonObject bad = call(MediaFixture.ENGLISH, ",\"language\":\"xx\"").getJsonObject("error");
        assertThat(bad.getString("kind")).isEqualTo("BadRequestError");
        assertThat(bad.getString("param")).isEqualTo("language");
        assertThat(bad.getString("requestID")).isNotBlank();
        JsonObject unknown = Node.run(
                        "openai.mjs",
                        base(),
                        "a-wrong-key",
                        MediaFixture.ENGLISH.toString(),
                        "{\"model\":\"whisper-1\"}")
                .getJsonObject("error");
        assertThat(unknown.getString("kind")).isEqualTo("AuthenticationError");
        assertThat(unknown.getString("code")).isEqualTo("invalid_api_key");
        JsonObject missing = Node.run(
                        "openai.mjs", base(), service().key(), MediaFixture.ENGLISH.toString(), "{\"model\":\"gpt-9\"}")
                .getJsonObject("error");
        assertThat(missing.getString("kind")).isEqualTo("NotFoundError");
        JsonObject spanish = call(MediaFixture.SPANISH, ",\"translate\":true").getJsonObject("error");
        assertThat(spanish.getInt("status")).isEqualTo(404);
    }

    @Test
    default void theJavaScriptClientDoesNotTryAgainWithoutMoney() throws Exception {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        JsonObject answer = Node.run(
                "openai.mjs",
                base(),
                Administration.key(service(), account, "transcribe").key(),
                MediaFixture.ENGLISH.toString(),
                "{\"model\":\"5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01\"}");
        assertThat(answer.getJsonObject("error").getString("kind")).isEqualTo("RateLimitError");
        assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("insufficient_quota");
        assertThat(answer.getInt("requests")).isEqualTo(1);
    }

    @Test
    default void theJavaScriptClientReadsSilence() throws Exception {
        Path silence = MediaFixture.silence("silence.wav", 2);
        assertThat(call(silence, "").getJsonObject("result").getString("text")).isEmpty();
        JsonObject verbose =
                call(silence, ",\"response_format\":\"verbose_json\"").getJsonObject("result");
        assertThat(verbose.getString("language")).isEqualTo("unknown");
        assertThat(call(silence, ",\"response_format\":\"vtt\"").getString("result"))
                .startsWith("WEBVTT");
        assertThat(call(silence, ",\"translate\":true").getJsonObject("result").keySet())
                .containsExactly("text");
    }

    @Test
    default void theJavaScriptClientSendsListsAndObjects() throws Exception {
        JsonObject json = call(
                        MediaFixture.ENGLISH,
                        ",\"include\":[\"logprobs\"],\"languages\":[\"en\",\"es\"],\"keywords\":[\"fox\",\"dog\"],"
                                + "\"chunking_strategy\":{\"type\":\"server_vad\",\"threshold\":0.5}")
                .getJsonObject("result");
        assertThat(words(json.getString("text"))).contains("brown fox");
        assertThat(json.getJsonArray("logprobs")).isNotEmpty();
        JsonObject diarized = call(
                        MediaFixture.ENGLISH,
                        ",\"response_format\":\"diarized_json\",\"known_speaker_names\":[\"Ana\",\"Ben\"]")
                .getJsonObject("result");
        assertThat(diarized.getJsonArray("segments").getJsonObject(0).getString("speaker"))
                .isEqualTo("Ana");
        JsonObject refused = call(
                        MediaFixture.ENGLISH, ",\"chunking_strategy\":{\"type\":\"server_vad\",\"threshold\":0.9}")
                .getJsonObject("error");
        assertThat(refused.getString("param")).isEqualTo("chunking_strategy[threshold]");
        assertThat(refused.getString("code")).isEqualTo("unsupported_value");
    }

    @Test
    default void theJavaScriptClientThrowsForAFileThatIsTooLarge(@TempDir Path directory) throws Exception {
        Path large = Files.write(directory.resolve("large.mp3"), new byte[(25 << 20) + 1]);
        JsonObject answer = call(large, "");
        assertThat(answer.getJsonObject("error").getInt("status")).isEqualTo(413);
        assertThat(answer.getInt("requests")).isEqualTo(1);
    }

    @Test
    default void theJavaScriptClientThrowsForARevokedKeyAndForARate() throws Exception {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        JsonObject made = Administration.key(
                service(), Administration.request(account, "transcribe").add("requestsPerMinute", 1));
        JsonObject limited = Node.run("openai.mjs", base(), made.getString("key"), "", "{\"retries\":0}")
                .getJsonObject("error");
        assertThat(limited.getString("kind")).isEqualTo("RateLimitError");
        assertThat(limited.getString("code")).isEqualTo("rate_limit_exceeded");
        assertThat(service()
                        .send(service()
                                .request("/api/v2/ApiKeys/" + made.getString("id"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        JsonObject revoked = Node.run(
                        "openai.mjs",
                        base(),
                        made.getString("key"),
                        MediaFixture.ENGLISH.toString(),
                        "{\"model\":\"whisper-1\"}")
                .getJsonObject("error");
        assertThat(revoked.getString("kind")).isEqualTo("AuthenticationError");
    }

    private JsonObject call(Path recording, String fields) throws IOException, InterruptedException {
        return Node.run(
                "openai.mjs", base(), service().key(), recording.toString(), "{\"model\":\"whisper-1\"" + fields + "}");
    }

    private String base() {
        return service().base().resolve("/v1").toString();
    }
}
