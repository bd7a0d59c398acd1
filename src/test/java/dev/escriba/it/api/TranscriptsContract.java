package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.json;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored transcripts as text, subtitles and JSON, and their erasure. */
interface TranscriptsContract {

    Service service();

    @ParameterizedTest
    @CsvSource({
        "text/plain, , text/plain",
        "text/vtt, , text/vtt",
        "application/x-subrip, , application/x-subrip",
        "application/json, , application/json",
        "text/json, , text/json",
        "*/*, , application/json",
        "'text/html, application/xhtml+xml, */*;q=0.8', vtt, text/vtt",
        "text/html, srt, application/x-subrip",
        "text/html, TEXT, text/plain",
        "text/vtt, json, application/json",
        "'text/vtt;q=0.1, application/x-subrip;q=0.9', , application/x-subrip"
    })
    default void theClientChoosesTheFormat(String accept, String format, String type) {
        HttpResponse<String> answer = read(stored("ana"), accept, format);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                .startsWith(type)
                .contains("charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    default void allFormatsHaveTheSameText() throws IOException, InterruptedException {
        JsonObject run = success(service().transcribe(file("File", MediaFixture.ENGLISH)));
        String id = run.getString("instanceId");

        assertThat(read(id, "text/plain", null).body()).isEqualTo(run.getString("transcript"));
        JsonObject json = success(read(id, "application/json", null));
        assertThat(json.getString("text")).isEqualTo(run.getString("transcript"));
        assertThat(json.getString("language")).isEqualTo("en");
        assertThat(json.getJsonNumber("duration").doubleValue()).isEqualTo(3.125);
        JsonObject segment = json.getJsonArray("segments").getJsonObject(0);
        assertThat(segment.keySet())
                .contains("id", "start", "end", "text", "language", "averageLogProbability")
                .doesNotContain("words", "speaker", "channel");
        assertThat(segment.getJsonNumber("end").doubleValue()).isBetween(2.0, 3.125);
        assertThat(read(id, "application/x-subrip", null).body())
                .matches("1\n00:00:0\\d,\\d{3} --> 00:00:0\\d,\\d{3}\n(?s).*quick brown fox.*\n\n");
        Path vtt = Files.writeString(
                Files.createTempFile("transcript", ".vtt"),
                read(id, "text/vtt", null).body());
        try {
            JsonObject checked = Node.run("check-vtt.mjs", vtt.toString());
            assertThat(checked.getJsonArray("errors")).isEmpty();
            assertThat(checked.getJsonArray("cues").toString().replace("\\n", " "))
                    .contains("quick brown fox");
        } finally {
            Files.delete(vtt);
        }
    }

    @Test
    default void silenceIsAnEmptyTranscript() {
        JsonObject run = success(service().transcribe(file("File", MediaFixture.silence("quiet.wav", 3))));
        String id = run.getString("instanceId");

        assertThat(read(id, "text/plain", null).body()).isEmpty();
        assertThat(read(id, "application/x-subrip", null).body()).isEmpty();
        assertThat(read(id, "text/vtt", null).body()).isEqualTo("WEBVTT\n\n");
        assertThat(success(read(id, "*/*", null)).getJsonArray("segments")).isEmpty();
        problem(service().get("/api/v2/Instances/" + id + "/transcript/peaks"), 404);
    }

    @Test
    default void peaksShowWhereTheRecordingIsLoud() {
        JsonObject answer = success(service().get("/api/v2/Instances/" + stored("ana") + "/transcript/peaks"));
        assertThat(answer.getInt("intervalMs")).isEqualTo(100);
        JsonArray peaks = answer.getJsonArray("peaks");
        assertThat(peaks).hasSize(32);
        assertThat(peaks.getValuesAs(JsonNumber::intValue))
                .allMatch(peak -> peak >= 0 && peak <= 255)
                .anyMatch(peak -> peak > 50);
    }

    @ParameterizedTest
    @CsvSource({"image/png", "application/xml", "text/html"})
    default void anotherTypeIsRefusedInJson(String accept) {
        problem(read(stored("ana"), accept, null), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/vtt", "application/x-subrip", "application/json"})
    default void errorsAreJsonWhateverIsAccepted(String accept) {
        assertThat(errors(read(stored("ana"), accept, "html"), 400)).containsOnlyKeys("format");
        assertThat(problem(read(UUID.randomUUID().toString(), accept, null), 404)
                        .getString("message"))
                .isEqualTo("There is no such execution.");
        String id = success(service().transcribe(file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
        assertThat(service()
                        .send(service()
                                .request("/api/v2/Instances/" + id + "/transcript")
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        for (String path : new String[] {"/transcript", "/transcript/peaks"}) {
            HttpResponse<String> gone = service()
                    .send(service()
                            .request("/api/v2/Instances/" + id + path + "?culture=es")
                            .header("Accept", path.equals("/transcript") ? accept : "*/*"));
            assertThat(problem(gone, 404).getString("message"))
                    .isEqualTo("La transcripción de esta ejecución no se conserva.");
        }
    }

    @Test
    default void onlyReadersOfTheExecutionReadItsTranscript() {
        String id = stored("ana");
        String account = Administration.account(service(), "transcripts " + UUID.randomUUID());
        Service other = Administration.key(service(), account, "instances:read");
        for (String path : new String[] {"", "/transcript", "/transcript/peaks"}) {
            problem(other.get("/api/v2/Instances/" + id + path), 404);
        }
    }

    @Test
    default void answersOfRunsNameTheInstance() {
        HttpResponse<String> done = service().transcribe(file("File", MediaFixture.ENGLISH));
        assertThat(done.headers().firstValue("X-Instance-Id"))
                .contains(json(done).getString("instanceId"));
        HttpResponse<String> refused = service().transcribe(text("Channel", "x"));
        problem(refused, 400);
        assertThat(refused.headers().firstValue("X-Instance-Id")).isEmpty();
    }

    @Test
    default void aUserIsErased() {
        String user = "ana & bob " + UUID.randomUUID();
        String first = stored(user);
        String second = stored(user);
        String other = stored(user + "x");

        assertThat(success(erase("?userIdentifier=" + encoded(user))).toString())
                .isEqualTo("{\"erased\":2,\"remaining\":0}");
        for (String id : new String[] {first, second}) {
            problem(read(id, "text/plain", null), 404);
            JsonObject instance = success(service().get("/api/v2/Instances/" + id));
            assertThat(instance.isNull("userIdentifier")).isTrue();
            assertThat(instance.isNull("transcript")).isTrue();
            assertThat(instance.isNull("cost")).isFalse();
        }
        assertThat(read(other, "text/plain", null).statusCode()).isEqualTo(200);
        assertThat(success(erase("?userIdentifier=" + encoded(user))).getInt("erased"))
                .isZero();
        assertThat(success(service().get("/api/v2/Instances?userIdentifier=" + encoded(user)))
                        .getJsonArray("items"))
                .isEmpty();
    }

    @Test
    default void aKeyErasesItsOwnExecutions() {
        String user = UUID.randomUUID().toString();
        String account = Administration.account(service(), "erasure " + UUID.randomUUID());
        Service ana = Administration.key(service(), account, "transcribe");
        Service ben = Administration.key(service(), account, "transcribe", "instances:read");
        success(ana.transcribe(file("File", MediaFixture.ENGLISH), text("UserIdentifier", user)));

        String path = "/api/v2/Instances?userIdentifier=" + user;
        assertThat(success(ben.send(ben.request(path).DELETE())).getInt("erased"))
                .isZero();
        assertThat(success(ana.send(ana.request(path).DELETE())).getInt("erased"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?userIdentifier=", "?userIdentifier=%20", "?userIdentifier=%00"})
    default void anErasureNamesItsUser(String query) {
        assertThat(errors(erase(query), 400)).containsOnlyKeys("userIdentifier");
    }

    @Test
    default void aMisspeltUserErasesNothing() {
        assertThat(errors(erase("?user=ana"), 400)).containsOnlyKeys("user");
    }

    private HttpResponse<String> erase(String query) {
        return service().send(service().request("/api/v2/Instances" + query).DELETE());
    }

    private String stored(String user) {
        return success(service().transcribe(file("File", MediaFixture.ENGLISH), text("UserIdentifier", user)))
                .getString("instanceId");
    }

    private HttpResponse<String> read(String id, String accept, String format) {
        return service()
                .send(service()
                        .request(
                                "/api/v2/Instances/" + id + "/transcript" + (format == null ? "" : "?format=" + format))
                        .header("Accept", accept));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
