package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.words;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API that clients of OpenAI know, byte by byte. */
interface OpenAiContract {

    String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    Service service();

    @Test
    default void speechIsJsonByDefault() {
        HttpResponse<String> response = transcribe(MediaFixture.ENGLISH);
        JsonObject answer = Answer.success(response);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(answer.keySet()).containsExactly("text", "languages", "usage");
        assertThat(words(answer.getString("text"))).contains("brown fox");
        assertThat(answer.getJsonArray("languages").getJsonObject(0).getString("code"))
                .isEqualTo("en");
        assertThat(answer.getJsonObject("usage").getInt("seconds")).isEqualTo(4);
        assertThat(header(response, "X-Request-Id")).isNotEmpty();
        String instance = header(response, "X-Instance-Id");
        assertThat(Answer.success(service().get("/api/v2/Instances/" + instance))
                        .getString("state"))
                .isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | {'text':'','languages':[],'usage':{'type':'duration','seconds':2}}",
                "verbose_json | {'task':'transcribe','language':'unknown','duration':2,'text':'','usage':{'type':'duration','seconds':2}}",
                "diarized_json | {'task':'transcribe','duration':2,'text':'','segments':[],'usage':{'type':'duration','seconds':2}}"
            },
            quoteCharacter = '"')
    default void silenceIsNoError(String format, String body) {
        HttpResponse<String> response =
                transcribe(MediaFixture.silence("silence.wav", 2), text("response_format", format));
        assertThat(response.body()).isEqualTo(body.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "text, text/plain, (?s).*fox.*\\n",
        "srt, application/x-subrip, (?s)1\\n\\d\\d:\\d\\d:\\d\\d.\\d\\d\\d --> .*fox.*\\n\\n",
        "vtt, text/vtt, (?s)WEBVTT\\n\\n\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d --> .*fox.*\\n\\n"
    })
    default void otherFormatsHaveTheirTypesWhateverIsAccepted(String format, String type, String form) {
        HttpResponse<String> response = service()
                .send(service()
                        .request(TRANSCRIPTIONS)
                        .header("Accept", "application/json")
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(
                                file("file", MediaFixture.ENGLISH),
                                text("model", "whisper-1"),
                                text("response_format", format))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(header(response, "Content-Type")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace(" ", ""))
                .isEqualTo(type + ";charset=utf-8");
        assertThat(response.body()).matches(form);
    }

    @Test
    default void verboseJsonHasSegments() {
        JsonObject answer = Answer.success(transcribe(MediaFixture.SPANISH, text("response_format", "verbose_json")));
        assertThat(answer.getString("language")).isEqualTo("spanish");
        assertThat(answer.getJsonNumber("duration").doubleValue()).isGreaterThan(1);
        assertThat(answer.getJsonArray("segments").getJsonObject(0).keySet())
                .containsExactly(
                        "id",
                        "seek",
                        "start",
                        "end",
                        "text",
                        "tokens",
                        "temperature",
                        "avg_logprob",
                        "compression_ratio",
                        "no_speech_prob");
    }

    @Test
    default void aRecordingWithoutChannelsOfItsOwnHasOneSpeaker() {
        JsonObject answer = Answer.success(transcribe(MediaFixture.ENGLISH, text("response_format", "diarized_json")));
        assertThat(answer.getJsonArray("segments")).isNotEmpty().allSatisfy(segment -> assertThat(
                        segment.asJsonObject().getString("speaker"))
                .isEqualTo("A"));
    }

    @Test
    default void flacAndOggAreTakenHereAndNotByTheHubsEndpoint() {
        for (Path recording : List.of(MediaFixture.flac(), MediaFixture.ogg())) {
            assertThat(words(Answer.success(transcribe(recording)).getString("text")))
                    .contains("fox");
            assertThat(service().transcribe(file("File", recording)).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    default void aStreamTellsTheSameTextInPieces() {
        HttpResponse<String> response = transcribe(MediaFixture.ENGLISH, text("stream", "true"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("text/event-stream");
        assertThat(header(response, "X-Instance-Id")).hasSize(36);
        List<JsonObject> events = events(response.body());
        JsonObject done = events.get(events.size() - 1);
        assertThat(done.getString("type")).isEqualTo("transcript.text.done");
        assertThat(done.getJsonObject("usage").getString("type")).isEqualTo("tokens");
        StringBuilder joined = new StringBuilder();
        events.stream()
                .filter(event -> event.getString("type").equals("transcript.text.delta"))
                .forEach(event -> joined.append(event.getString("delta")));
        assertThat(joined).hasToString(done.getString("text"));
        assertThat(words(done.getString("text"))).contains("brown fox");
        // the stream was told its end after the settlement
        assertThat(Answer.success(service().get("/api/v2/Instances/" + header(response, "X-Instance-Id")))
                        .getString("state"))
                .isEqualTo("SUCCEEDED");
    }

    @Test
    default void aFailureBeforeTheFirstEventHasItsStatus() {
        HttpResponse<String> response = service()
                .post(
                        TRANSCRIPTIONS,
                        Service.Part.bytes("file", "a.wav", "no media".getBytes(StandardCharsets.UTF_8)),
                        text("model", "whisper-1"),
                        text("stream", "true"));
        assertThat(error(response, 400).getString("param")).isEqualTo("file");
    }

    @Test
    default void aRepeatedRequestIsAnsweredByTheFirstResult() {
        String key = UUID.randomUUID().toString();
        HttpResponse<String> first = repeated(key, text("stream", "false"));
        HttpResponse<String> second = repeated(key, text("stream", "false"));
        assertThat(second.body()).contains(Answer.success(first).getString("text"));
        assertThat(header(second, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(header(second, "X-Instance-Id")).isEqualTo(header(first, "X-Instance-Id"));
    }

    /** What such a request asks for is not kept for its repetition. */
    @ParameterizedTest
    @CsvSource({"stream, true", "include[], logprobs"})
    default void anIdempotencyKeyIsRefusedWithThese(String field, String value) {
        JsonObject error = error(repeated(UUID.randomUUID().toString(), text(field, value)), 400);
        assertThat(error.getString("param")).isEqualTo("Idempotency-Key");
        assertThat(error.getString("code")).isEqualTo("unsupported_value");
    }

    private HttpResponse<String> repeated(String key, Service.Part more) {
        return service()
                .send(service()
                        .request(TRANSCRIPTIONS)
                        .header("Idempotency-Key", key)
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(file("file", MediaFixture.ENGLISH), text("model", "whisper-1"), more)));
    }

    @Test
    default void useIsAttributedByHeadersAndByTheField() {
        HttpResponse<String> response = service()
                .send(service()
                        .request(TRANSCRIPTIONS)
                        .header("X-User-Identifier", "header user")
                        .header("X-Channel", "phone")
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(
                                file("file", MediaFixture.ENGLISH),
                                text("model", "whisper-1"),
                                text("user", "field user"))));
        JsonObject instance = Answer.success(service().get("/api/v2/Instances/" + header(response, "X-Instance-Id")));
        assertThat(instance.getString("userIdentifier")).isEqualTo("header user");
        assertThat(instance.getString("channel")).isEqualTo("phone");
    }

    @Test
    default void aDamagedFileIsRefusedByName() {
        JsonObject error = error(transcribe(MediaFixture.truncatedMp4()), 400);
        assertThat(error.getString("param")).isEqualTo("file");
        assertThat(error.getString("code")).isEqualTo("invalid_value");
    }

    @Test
    default void theHubsAnswersNameTheirInstanceToo() {
        HttpResponse<String> response = service().transcribe(file("File", MediaFixture.ENGLISH));
        assertThat(header(response, "X-Instance-Id"))
                .isEqualTo(Answer.success(response).getString("instanceId"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nothing, 404",
        "GET, /v1, 404",
        "GET, /v1/, 404",
        "GET, /v1/audio/transcriptions, 405",
        "DELETE, /v1/models, 405",
        "GET, /v1/v2/Me, 404",
        "GET, /v1/v2/AIModels, 404",
        "GET, /v1/models/nothing, 404",
        "FOO, /v1/models, 405",
        "GET, /v1/v2;x/Me, 404",
        "GET, /v1/%762/Me, 404"
    })
    default void everyErrorHasTheShapeOfOpenAi(String method, String path, int status) {
        error(service().send(service().request(path).method(method, HttpRequest.BodyPublishers.noBody())), status);
    }

    /** Servers map these to the same face. They may refuse the spelling with a status of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1;x=1/nothing", "/%761/nothing"})
    default void otherSpellingsOfTheAddressHaveTheSameShape(String path) {
        HttpResponse<String> response = service().get(path);
        assertThat(response.statusCode()).isIn(400, 404);
        error(response, response.statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/audio/transcriptions", "/api/v2/audio/transcriptions", "/api/models", "/api/v1/models"})
    default void theOtherFaceHasNoneOfThese(String path) {
        Answer.problem(service().get(path), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/transcriptions", "/v1/models", "/v1/nothing"})
    default void withoutAKeyNothingIsAnswered(String path) {
        HttpResponse<String> response = service()
                .send(HttpRequest.newBuilder(service().base().resolve(path)).GET());
        JsonObject error = error(response, 401);
        assertThat(error.getString("code")).isEqualTo("invalid_api_key");
        assertThat(response.headers().allValues("WWW-Authenticate")).anyMatch(way -> way.startsWith("Bearer"));
    }

    @Test
    default void anyKeyIsTakenAsABearerToken() {
        for (String path : new String[] {"/v1/models", "/api/v2/Me"}) {
            HttpResponse<String> response = service()
                    .send(HttpRequest.newBuilder(service().base().resolve(path))
                            .header("Authorization", "Bearer " + service().key())
                            .GET());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @Test
    default void aKeyWithoutTheScopeIsRefused() {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        Service reader = Administration.key(service(), account, "usage:read");
        error(reader.post(TRANSCRIPTIONS, text("model", "whisper-1")), 403);
    }

    @Test
    default void aRevokedKeyIsAnsweredAsAnUnknownOne() {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        JsonObject made = Administration.key(service(), Administration.request(account, "transcribe"));
        Service caller = new Service(service().base(), made.getString("key"));
        Answer.success(caller.get("/v1/models"));
        HttpResponse<String> revoked = service()
                .send(service()
                        .request("/api/v2/ApiKeys/" + made.getString("id"))
                        .DELETE());
        assertThat(revoked.statusCode()).isEqualTo(204);
        assertThat(error(caller.get("/v1/models"), 401).getString("code")).isEqualTo("invalid_api_key");
    }

    @Test
    default void aKeyBeyondItsRateIsToldWhenToComeAgain() {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        Service caller = new Service(
                service().base(),
                Administration.key(
                                service(),
                                Administration.request(account, "transcribe").add("requestsPerMinute", 1))
                        .getString("key"));
        Answer.success(caller.get("/v1/models"));
        HttpResponse<String> refused = caller.get("/v1/models");
        assertThat(error(refused, 429).getString("code")).isEqualTo("rate_limit_exceeded");
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
    }

    @Test
    default void anAccountWithoutMoneyIsToldSoAndDoesNotTryAgain() {
        String account = Administration.account(service(), "openai " + UUID.randomUUID());
        Service poor = Administration.key(service(), account, "transcribe");
        HttpResponse<String> response = poor.post(
                TRANSCRIPTIONS,
                file("file", MediaFixture.ENGLISH),
                text("model", "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01"));
        assertThat(error(response, 429).getString("code")).isEqualTo("insufficient_quota");
        assertThat(header(response, "X-Should-Retry")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({
        "response_format, xml, response_format",
        "temperature, 2, temperature",
        "language, xx, language",
        "languages[], fr, languages",
        "known_speaker_references[], data:, known_speaker_references",
        "stream, maybe, stream"
    })
    default void wrongValuesAreRefusedByName(String field, String value, String param) {
        JsonObject error = error(transcribe(MediaFixture.ENGLISH, text(field, value)), 400);
        assertThat(error.getString("param")).isEqualTo(param);
        assertThat(error.getString("code")).isIn("unsupported_value", "invalid_value");
    }

    @Test
    default void messagesAreInTheLanguageOfTheRequest() {
        HttpResponse<String> response = service().post(TRANSCRIPTIONS + "?culture=es", text("model", "whisper-1"));
        assertThat(error(response, 400).getString("message")).isEqualTo("Se requiere un archivo.");
        assertThat(header(response, "Content-Language")).isEqualTo("es");
    }

    @Test
    default void aModelOfAnotherNameIsNotFound() {
        HttpResponse<String> response =
                service().post(TRANSCRIPTIONS, file("file", MediaFixture.ENGLISH), text("model", "gpt-9"));
        assertThat(error(response, 404).getString("code")).isEqualTo("model_not_found");
    }

    @ParameterizedTest
    @CsvSource({"26214400, 400", "26214401, 413"})
    default void aFileOfTheLimitIsReadAndALargerOneIsTooLarge(long size, int status) {
        Service.Part big = new Service.Part("file", "big.mp3", "audio/mpeg", () -> new ErrorContract.Zeros(size));
        error(service().post(TRANSCRIPTIONS, big, text("model", "whisper-1")), status);
    }

    /** A file of the largest size, and other parts that together are larger than those of the hub's endpoint may be. */
    @Test
    default void aLargeFileHasRoomForOtherPartsBesideIt() {
        Service.Part big = new Service.Part("file", "big.mp3", "audio/mpeg", () -> new ErrorContract.Zeros(26_214_400));
        Service.Part model = text("model", "whisper-1");
        JsonObject references =
                error(service().post(TRANSCRIPTIONS, big, model, large("known_speaker_references[]", 300_000)), 400);
        assertThat(references.getString("param")).isEqualTo("known_speaker_references");
        assertThat(references.getString("code")).isEqualTo("unsupported_value");
        JsonObject unknown = error(service().post(TRANSCRIPTIONS, big, model, large("bogus", 300_000)), 400);
        assertThat(unknown.getString("param")).isEqualTo("file");
        JsonObject tooLarge = error(service().post(TRANSCRIPTIONS, big, model, large("bogus", 1_500_000)), 413);
        assertThat(tooLarge.getString("type")).isEqualTo("server_error");
        assertThat(tooLarge.getString("message")).startsWith("The text of the request is too large");
    }

    private static Service.Part large(String name, int size) {
        return text(name, "a".repeat(size));
    }

    @Test
    default void logprobsAreThoseOfTheText() {
        JsonObject answer = Answer.success(transcribe(MediaFixture.ENGLISH, text("include[]", "logprobs")));
        StringBuilder joined = new StringBuilder();
        for (JsonObject token : answer.getJsonArray("logprobs").getValuesAs(JsonObject.class)) {
            joined.append(token.getString("token"));
            assertThat(token.getJsonNumber("logprob").doubleValue()).isNotPositive();
            assertThat(token.getJsonArray("bytes"))
                    .hasSize(token.getString("token").getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(joined).asString().isEqualToIgnoringWhitespace(answer.getString("text"));
    }

    @Test
    default void aTranslationHasItsTextAlone() {
        HttpResponse<String> english = service()
                .post("/v1/audio/translations", file("file", MediaFixture.ENGLISH), text("model", "whisper-1"));
        assertThat(Answer.success(english).keySet()).containsExactly("text");
        HttpResponse<String> silence = service()
                .post(
                        "/v1/audio/translations",
                        file("file", MediaFixture.silence("silence.wav", 2)),
                        text("model", "whisper-1"),
                        text("response_format", "verbose_json"));
        assertThat(silence.body())
                .isEqualTo("{\"task\":\"translate\",\"language\":\"english\",\"duration\":2,\"text\":\"\"}");
    }

    @Test
    default void anErrorOfAHeaderNamesTheHeader() {
        HttpResponse<String> response = service()
                .send(service()
                        .request(TRANSCRIPTIONS)
                        .header("X-User-Identifier", "u".repeat(257))
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(file("file", MediaFixture.ENGLISH), text("model", "whisper-1"))));
        assertThat(error(response, 400).getString("param")).isEqualTo("X-User-Identifier");
    }

    /** It is unknown which of two values counts. */
    @ParameterizedTest
    @ValueSource(strings = {"X-User-Identifier", "X-Channel", "Idempotency-Key"})
    default void aHeaderThatIsSentTwiceIsRefused(String header) {
        HttpResponse<String> response = service()
                .send(service()
                        .request(TRANSCRIPTIONS)
                        .header(header, "one")
                        .header(header, "two")
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(file("file", MediaFixture.ENGLISH), text("model", "whisper-1"))));
        assertThat(error(response, 400).getString("param")).isEqualTo(header);
    }

    @Test
    default void aBodyThatIsNoFormIsRefused() {
        error(
                service()
                        .send(service()
                                .request(TRANSCRIPTIONS)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415);
    }

    @Test
    default void modelsAreListed() {
        JsonObject list = Answer.success(service().get("/v1/models"));
        assertThat(list.getString("object")).isEqualTo("list");
        List<String> ids = list.getJsonArray("data").stream()
                .map(model -> model.asJsonObject().getString("id"))
                .toList();
        assertThat(ids).contains("whisper-1", "gpt-4o-transcribe-diarize");
        for (JsonObject model : list.getJsonArray("data").getValuesAs(JsonObject.class)) {
            String path = "/v1/models/"
                    + java.net.URLEncoder.encode(model.getString("id"), StandardCharsets.UTF_8)
                            .replace("+", "%20");
            assertThat(Answer.success(service().get(path))).isEqualTo(model);
            assertThat(model.get("shutdown_date")).isEqualTo(JsonValue.NULL);
        }
    }

    @Test
    default void englishIsTranscribedAndOtherSpeechIsNotTranslated() {
        HttpResponse<String> english = service()
                .post(
                        "/v1/audio/translations",
                        file("file", MediaFixture.ENGLISH),
                        text("model", "whisper-1"),
                        text("response_format", "verbose_json"));
        assertThat(Answer.success(english).getString("task")).isEqualTo("translate");
        assertThat(words(Answer.json(english).getString("text"))).contains("fox");
        HttpResponse<String> spanish = service()
                .post("/v1/audio/translations", file("file", MediaFixture.SPANISH), text("model", "whisper-1"));
        error(spanish, 404);
        // a failed run has its instance too
        assertThat(Answer.success(service().get("/api/v2/Instances/" + header(spanish, "X-Instance-Id")))
                        .getString("state"))
                .isEqualTo("FAILED");
    }

    private HttpResponse<String> transcribe(Path recording, Service.Part... more) {
        List<Service.Part> parts = new ArrayList<>(List.of(file("file", recording), text("model", "whisper-1")));
        parts.addAll(List.of(more));
        return service().post(TRANSCRIPTIONS, parts.toArray(Service.Part[]::new));
    }

    /** Checks the shape: all four keys, and no detail of the implementation. */
    static JsonObject error(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        assertThat(header(response, "Content-Language")).isIn(Answer.cultures());
        assertThat(header(response, "X-Request-Id")).isNotEmpty();
        JsonObject body = Answer.json(response);
        assertThat(body.keySet()).containsExactly("error");
        JsonObject error = body.getJsonObject("error");
        assertThat(error.keySet()).containsExactly("message", "type", "param", "code");
        assertThat(error.getString("message")).isNotBlank();
        for (String name : new String[] {"param", "code"}) {
            assertThat(error.get(name))
                    .satisfiesAnyOf(value -> assertThat(value).isEqualTo(JsonValue.NULL), value -> assertThat(value)
                            .isInstanceOf(JsonString.class));
        }
        assertThat(response.body()).doesNotContainPattern("Exception|dev\\.escriba|/tmp|at [a-z]+\\.");
        return error;
    }

    private static List<JsonObject> events(String body) {
        List<JsonObject> events = new ArrayList<>();
        for (String frame : body.split("\n\n", -1)) {
            if (frame.startsWith("data: ")) {
                try (jakarta.json.JsonReader reader =
                        jakarta.json.Json.createReader(new java.io.StringReader(frame.substring(6)))) {
                    events.add(reader.readObject());
                }
            }
        }
        return events;
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
