package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrections of stored transcripts. */
interface CorrectionsContract {

    Service service();

    @Test
    default void aCorrectionIsInEveryExportAndNotInTheAnswerOfTheRun() {
        String id = transcribed();
        String machine = success(service().get("/api/v2/Instances/" + id)).getString("transcript");
        JsonObject segment = success(correct(id, "0", "The quick brown fax jumps over it."));
        assertThat(segment.getString("text")).isEqualTo("The quick brown fax jumps over it.");
        assertThat(segment.getJsonObject("correction").getString("machineText")).isEqualTo(machine);
        assertThat(segment.getJsonObject("correction").getString("by")).isNotBlank();

        assertThat(read(id, "text")).isEqualTo("The quick brown fax jumps over it.");
        assertThat(read(id, "srt")).contains("brown fax").doesNotContain("brown fox");
        assertThat(read(id, "vtt")).contains("brown fax").doesNotContain("brown fox");
        assertThat(read(id, "json")).contains("\"text\":\"The quick brown fax jumps over it.\"");
        assertThat(success(service().get("/api/v2/Instances/" + id)).getString("transcript"))
                .isEqualTo(machine);
    }

    @Test
    default void aCorrectionIsUndone() {
        String id = transcribed();
        String machine = read(id, "text");
        success(correct(id, "0", "something else"));
        JsonObject undone =
                success(service().send(service().request(path(id, "0")).DELETE()));
        assertThat(undone.getString("text")).isEqualTo(machine);
        assertThat(undone.containsKey("correction")).isFalse();
        success(correct(id, "0", "something else"));
        assertThat(success(correct(id, "0", machine)).containsKey("correction"))
                .as("after a correction to the text of the machine")
                .isFalse();
        assertThat(read(id, "text")).isEqualTo(machine);
    }

    @Test
    default void aTextThatTheCallerHasNotSeenIsNotReplaced() {
        String id = transcribed();
        String machine = read(id, "text");
        success(correct(id, "0", "first", machine));
        assertThat(problem(correct(id, "0", "second", machine), 409).getString("message"))
                .contains("changed");
        assertThat(read(id, "text")).isEqualTo("first");
        success(correct(id, "0", "second", "first"));
        assertThat(read(id, "text")).isEqualTo("second");
    }

    @Test
    default void aCorrectionThatTheCallerHasNotSeenIsNotUndone() {
        String id = transcribed();
        String machine = read(id, "text");
        success(correct(id, "0", ""));
        problem(correct(id, "0", machine, "not seen"), 409);
        success(correct(id, "0", machine, ""));
        success(correct(id, "0", "first & second"));
        problem(correct(id, "0", machine, ""), 409);
        problem(correct(id, "0", machine, "first"), 409);
        assertThat(read(id, "text")).isEqualTo("first & second");
        assertThat(success(correct(id, "0", machine, "first & second")).getString("text"))
                .isEqualTo(machine);
        assertThat(read(id, "text")).isEqualTo(machine);
    }

    @Test
    default void aSegmentInWhichNothingIsSpokenIsEmptied() {
        String id = transcribed();
        assertThat(success(correct(id, "0", "  ")).getString("text")).isEmpty();
        assertThat(read(id, "text")).isEmpty();
        assertThat(read(id, "srt")).isEmpty();
    }

    @Test
    default void aCorrectionIsDeletedWithItsTranscript() {
        String id = transcribed();
        success(correct(id, "0", "something else"));
        assertThat(service()
                        .send(service()
                                .request("/api/v2/Instances/" + id + "/transcript")
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        problem(correct(id, "0", "something else"), 404);
        problem(service().send(service().request(path(id, "0")).DELETE()), 404);
    }

    @Test
    default void theAuditLogHasNoTextOfACorrection() {
        String id = transcribed();
        success(correct(id, "0", "a very private sentence"));
        String acts = service().get("/api/v2/Audit").body();
        assertThat(acts).contains("TRANSCRIPT_CORRECTED", id).doesNotContain("very private");
    }

    @Test
    default void aKeyCorrectsItsOwnExecutionsAlone() {
        String account = Administration.account(service(), "corrections " + UUID.randomUUID());
        Service ana = Administration.key(service(), account, "transcribe");
        Service ben = Administration.key(service(), account, "transcribe");
        Service reader = Administration.key(service(), account, "instances:read");
        String id = success(ana.transcribe(file("File", MediaFixture.ENGLISH))).getString("instanceId");
        success(send(ana, path(id, "0"), "{\"text\":\"mine\"}"));
        problem(send(ben, path(id, "0"), "{\"text\":\"not mine\"}"), 404);
        problem(send(reader, path(id, "0"), "{\"text\":\"not mine\"}"), 403);
        problem(send(service(), path(id, "0"), "{\"text\":\"not mine\"}"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "00", "1e3", "x", "99999999999"})
    default void aSegmentThatTheTranscriptDoesNotHaveIsNotFound(String n) {
        problem(correct(transcribed(), n, "text"), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | text",
                "{\"text\":null} | text",
                "{\"text\":1} | text",
                "{\"text\":\"x\",\"was\":1} | was",
                "{\"text\":\"a\\u0000b\"} | text",
                "{\"text\":\"two\\nlines\"} | text",
                "{\"text\":\"x\",\"texts\":\"y\"} | texts"
            })
    default void aWrongFieldIsNamed(String body, String field) {
        assertThat(errors(send(service(), path(transcribed(), "0"), body), 400)).containsOnlyKeys(field);
    }

    @Test
    default void aCorrectionHasALongestLength() {
        String id = transcribed();
        assertThat(errors(correct(id, "0", "x".repeat(10_001)), 400)).containsOnlyKeys("text");
        success(correct(id, "0", "\uD83D\uDE00".repeat(10_000)));
    }

    @Test
    default void aTranscriptTellsTheDigestOfItsFileAndWhenItIsDeleted() throws Exception {
        JsonObject transcript =
                success(service().get("/api/v2/Instances/" + transcribed() + "/transcript?format=json"));
        byte[] content = Files.readAllBytes(MediaFixture.ENGLISH);
        assertThat(transcript.getString("fileSha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(Instant.parse(transcript.getString("deletedOn"))).isAfter(Instant.now());
    }

    private String transcribed() {
        return success(service().transcribe(file("File", MediaFixture.ENGLISH))).getString("instanceId");
    }

    private HttpResponse<String> correct(String id, String n, String text) {
        return send(
                service(),
                path(id, n),
                Json.createObjectBuilder().add("text", text).build().toString());
    }

    private HttpResponse<String> correct(String id, String n, String text, String was) {
        return send(
                service(),
                path(id, n),
                Json.createObjectBuilder()
                        .add("text", text)
                        .add("was", was)
                        .build()
                        .toString());
    }

    private static HttpResponse<String> send(Service caller, String path, String body) {
        return caller.send(
                caller.request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    private static String path(String id, String n) {
        return "/api/v2/Instances/" + id + "/transcript/segments/" + n;
    }

    private String read(String id, String format) {
        HttpResponse<String> answer = service().get("/api/v2/Instances/" + id + "/transcript?format=" + format);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
