package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Answer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are uploaded, and transcribed by their ids: the hub's second way in. */
interface FilesContract {

    Service service();

    private Service newKey(String... scopes) {
        return Administration.key(service(), Administration.account(service(), "files " + UUID.randomUUID()), scopes);
    }

    private static HttpResponse<String> json(Service service, String path, String type, String body) {
        return service.send(service.request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> transcribe(Service service, String body) {
        return json(service, "/api/v2/Audio/transcribe/file", "application/json", body);
    }

    private static JsonObject upload(Service service) {
        return success(service.post("/api/file/upload", Service.Part.file("formFile", MediaFixture.ENGLISH)));
    }

    @Test
    default void aFileIsUploadedDownloadedTranscribedAndDeleted() throws IOException {
        Service key = newKey("files", "transcribe");
        JsonObject file = upload(key);
        assertThat(file.keySet()).containsExactly("id", "downloadUrl");
        String id = file.getString("id");
        URI address = URI.create(file.getString("downloadUrl"));
        assertThat(address).isEqualTo(service().base().resolve("/api/file/" + id));
        HttpResponse<byte[]> content = key.bytes(address.getPath());
        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(java.util.Arrays.equals(content.body(), Files.readAllBytes(MediaFixture.ENGLISH)))
                .isTrue();
        assertThat(content.headers().firstValue("Content-Disposition").orElse(""))
                .contains(MediaFixture.ENGLISH.getFileName().toString());

        JsonObject answer = success(transcribe(key, "{\"FILEID\":\"" + id + "\",\"channel\":\"phone\"}"));
        assertThat(answer.keySet()).containsExactly("instanceId", "transcript", "metadata", "tokenUsage", "cost");
        assertThat(words(answer.getString("transcript"))).contains("brown fox");
        assertThat(success(key.get("/api/v2/Instances/" + answer.getString("instanceId")))
                        .getString("channel"))
                .isEqualTo("phone");

        assertThat(key.send(key.request("/api/file/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        problem(key.get("/api/file/" + id), 404);
        assertThat(errors(transcribe(key, "{\"fileId\":\"" + id + "\"}"), 404)).containsOnlyKeys("FileId");
    }

    @Test
    default void theHubsFileManagerWorksUnmodified() throws Exception {
        Service key = newKey("files", "transcribe");
        JsonObject result = Node.run(
                        "files.mjs",
                        service().base().resolve("/api").toString(),
                        key.key(),
                        MediaFixture.ENGLISH.toAbsolutePath().toString())
                .getJsonObject("result");
        assertThat(result.getInt("bytes")).isEqualTo((int) Files.size(MediaFixture.ENGLISH));
        assertThat(result.getBoolean("published")).isFalse();
        success(transcribe(key, "{\"fileId\":\"" + result.getString("id") + "\"}"));
    }

    @Test
    default void aRepeatedRequestIsAnsweredWhenTheFileIsGone() {
        Service key = newKey("files", "transcribe");
        String id = upload(key).getString("id");
        HttpResponse<String> first = claimed(key, "{\"fileId\":\"" + id + "\"}");
        String instance = success(first).getString("instanceId");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(key.send(key.request("/api/file/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        HttpResponse<String> second = claimed(key, "{\"fileId\":\"" + id + "\"}");
        assertThat(success(second).getString("instanceId")).isEqualTo(instance);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        problem(claimed(key, "{\"fileId\":\"" + id + "\",\"channel\":\"phone\"}"), 422);
    }

    private static HttpResponse<String> claimed(Service service, String body) {
        return service.send(service.request("/api/v2/Audio/transcribe/file")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "a key of this test")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    default void aFileThatIsTooLargeIsRefused() {
        Service key = newKey("files");
        HttpResponse<String> refused =
                key.post("/api/file/upload", Service.Part.bytes("formFile", "a.wav", new byte[(25 << 20) + 1]));
        assertThat(errors(refused, 400)).containsOnlyKeys("formFile");
    }

    @Test
    default void aFileBelongsToItsAccount() {
        String account = Administration.account(service(), "files " + UUID.randomUUID());
        Service ana = Administration.key(service(), account, "files");
        Service ben = Administration.key(service(), account, "files");
        Service eva = Administration.key(service(), account, "transcribe");
        Service stranger = newKey("files", "transcribe", "instances:read");
        String id = upload(ana).getString("id");
        problem(stranger.get("/api/file/" + id), 404);
        problem(stranger.send(stranger.request("/api/file/" + id).DELETE()), 404);
        assertThat(errors(transcribe(stranger, "{\"fileId\":\"" + id + "\"}"), 404))
                .containsOnlyKeys("FileId");
        assertThat(ben.bytes("/api/file/" + id).statusCode()).isEqualTo(200);
        success(transcribe(eva, "{\"fileId\":\"" + id + "\"}"));
        problem(eva.get("/api/file/" + id), 403);
        assertThat(ben.send(ben.request("/api/file/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        problem(ana.get("/api/file/" + id), 404);
    }

    /** Only the head of the recording is whole, so the upload is accepted and the run is not. */
    @Test
    default void aDamagedFileIsNamedByTheFieldOfTheRequest() throws IOException {
        Service key = newKey("files", "transcribe");
        byte[] damaged = java.util.Arrays.copyOf(Files.readAllBytes(MediaFixture.ENGLISH), 40);
        String id = success(key.post("/api/file/upload", Service.Part.bytes("formFile", "a.wav", damaged)))
                .getString("id");
        assertThat(errors(transcribe(key, "{\"fileId\":\"" + id + "\"}"), 400)).containsOnlyKeys("FileId");
    }

    /** A person who has signed in has no scopes: a transcriber may use files too. */
    @Test
    default void aPersonWhoTranscribesUsesFiles() {
        HttpRequest.Builder upload = HttpRequest.newBuilder(service().base().resolve("/api/file/upload"))
                .header("Content-Type", Service.contentType())
                .POST(Service.body(Service.Part.file("formFile", MediaFixture.ENGLISH)));
        AccessMatrixContract.person("transcriber").forEach(upload::header);
        String id = success(service().send(upload)).getString("id");
        HttpRequest.Builder delete = HttpRequest.newBuilder(service().base().resolve("/api/file/" + id))
                .DELETE();
        AccessMatrixContract.person("transcriber").forEach(delete::header);
        assertThat(service().send(delete).statusCode()).isEqualTo(204);
    }

    @Test
    default void aFormWithoutAnyPartMissesTheFile() {
        Service key = newKey("files");
        HttpResponse<String> answer = key.send(key.request("/api/file/upload")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("--x--\r\n")));
        assertThat(errors(answer, 400)).containsOnlyKeys("formFile");
        assertThat(errors(answer, 400).getString("formFile")).isEqualTo("A file is required.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; FileId",
                "{\"fileId\":null}; FileId",
                "{\"fileId\":5,\"modelId\":\"x\"}; FileId,ModelId",
                "{\"fileId\":\"1-1-1-1-1\",\"userIdentifier\":7}; FileId,UserIdentifier",
                "{\"fileId\":\"3fa85f6-45717-4562-b3fc-2c963f66afa6\"}; FileId",
                "{\"fileId\":\"3fa85f64-5717-4562-b3fc-2c963f66afa6\",\"file\":\"x\",\"Prompt\":\"a\\u0007\"};"
                        + " file,Prompt"
            })
    default void whatIsWrongWithARequestIsNamed(String body, String fields) {
        Service key = newKey("transcribe");
        assertThat(errors(transcribe(key, body), 400).keySet()).containsExactlyInAnyOrder(fields.split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "text/json", "application/vnd.hub+json"})
    default void theBodyIsJsonByAnyOfItsTypes(String type) {
        Service key = newKey("transcribe");
        String unknown = "{\"fileId\":\"" + UUID.randomUUID() + "\"}";
        assertThat(errors(json(key, "/api/audio/transcribe/file?culture=es", type, unknown), 404)
                        .getString("FileId"))
                .isEqualTo("No existe tal archivo.");
    }

    @Test
    default void anyOtherBodyIsRefused() {
        Service key = newKey("transcribe", "files");
        problem(json(key, "/api/v2/Audio/transcribe/file", "text/plain", "{}"), 415);
        problem(transcribe(key, "{\"fileId\":1,\"FileId\":2}"), 400);
        assertThat(errors(key.post("/api/file/upload", Service.Part.text("formFile2", "x")), 400))
                .containsOnlyKeys("formFile");
        assertThat(errors(
                        key.post(
                                "/api/file/upload",
                                Service.Part.bytes("FormFile", "a.wav", "no media".getBytes(StandardCharsets.UTF_8))),
                        400))
                .containsOnlyKeys("formFile");
        assertThat(errors(key.post("/api/file/upload", Service.Part.bytes("formFile", "a.wav", new byte[0])), 400))
                .containsOnlyKeys("formFile");
    }

    @Test
    default void recordingsAreNotPublic() {
        Service key = newKey("files");
        assertThat(problem(
                                key.post(
                                        "/api/file/upload/public", Service.Part.file("formFile", MediaFixture.ENGLISH)),
                                403)
                        .getString("message"))
                .contains("private");
    }
}
