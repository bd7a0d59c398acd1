package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error is JSON in the language of the request, from the application and from the server. */
interface ErrorContract {

    Service service();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/Audio/transcribe", "/api/audio/transcribe", "/api/v2/AIModels", "/api/nothing"})
    default void withoutCredentialsNothingIsAnswered(String path) {
        HttpResponse<String> response = service()
                .send(HttpRequest.newBuilder(service().base().resolve(path)).GET());
        problem(response, 401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrong",
                "escriba_0000000000000000000000000000000000000000000000000000000000000000",
                "' or 1=1 --"
            })
    default void aWrongKeyIsAnsweredAsNone(String key) {
        Service withWrongKey = new Service(service().base(), key);
        HttpResponse<String> response =
                withWrongKey.post("/api/v2/Audio/transcribe?culture=es", Service.Part.text("File", "x"));
        assertThat(problem(response, 401).getString("message")).isEqualTo("Se requieren credenciales válidas.");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v2/nothing, 404",
        "GET, /nothing, 404",
        "GET, /api/v2/Audio/transcribe, 405",
        "DELETE, /api/v2/AIModels, 405",
        "GET, /error, 404",
        "GET, /WEB-INF/web.xml, 404",
        "GET, /WEB-INF, 404",
        "GET, /META-INF, 404",
        "GET, /WEB-INF/classes, 404",
        "OPTIONS, /openapi, 405",
        "GET, /openapi/application.wadl, 404",
        "OPTIONS, /openapi/application.wadl, 405",
        "GET, /api/v1/Audio/transcribe, 404"
    })
    default void theContainersOwnErrorsHaveTheSameShape(String method, String path, int status) {
        HttpResponse<String> response =
                service().send(service().request(path).method(method, HttpRequest.BodyPublishers.noBody()));
        problem(response, status);
    }

    @Test
    default void aWrongMethodNamesTheAllowedOnes() {
        assertThat(service()
                        .get("/api/audio/transcribe")
                        .headers()
                        .firstValue("Allow")
                        .orElse(""))
                .contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "*/*",
                "*/*;q=2",
                "multipart/*;boundary=x",
                "multipart/form-data;Q=2;boundary=x"
            })
    default void onlyMultipartIsTaken(String type) {
        problem(
                service()
                        .send(service()
                                .request("/api/v2/Audio/transcribe")
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415);
    }

    @Test
    default void anUnsupportedAcceptIsRefused() {
        problem(
                service()
                        .send(service()
                                .request("/api/v2/AIModels")
                                .header("Accept", "image/png")
                                .GET()),
                406);
    }

    /** Some servers cannot parse such a boundary without quotes, and some can. */
    @Test
    default void aBoundaryOfEqualsSignsWithoutQuotesIsRefusedOrRead() {
        problem(
                service()
                        .send(service()
                                .request("/api/v2/Audio/transcribe")
                                .header("Content-Type", "multipart/form-data; boundary===x=")
                                .POST(HttpRequest.BodyPublishers.ofString("--==x=\r\n"))),
                400);
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data, abc, has no boundary",
        "multipart/form-data; boundary=x, abc, has no part",
        "multipart/form-data; boundary=x, --x, is incomplete",
        "multipart/form-data; boundary=x, '--x\r\n\r\n', part of the form is not valid",
        "multipart/form-data; boundary=x, '--x\r\nContent-Disposition: nonsense\r\n\r\nabc\r\n--x--', part of the form",
        "multipart/form-data; boundary=x, '--x\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a\"\r\n\r\nabc', is incomplete"
    })
    default void aMalformedBodyIsTheCallersFaultAndTheMessageSaysWhich(String type, String body, String message) {
        assertThat(problem(
                                service()
                                        .send(service()
                                                .request("/api/v2/Audio/transcribe")
                                                .header("Content-Type", type)
                                                .POST(HttpRequest.BodyPublishers.ofString(body))),
                                400)
                        .getString("message"))
                .contains(message);
    }

    /** As fetch sends an empty FormData. */
    @ParameterizedTest
    @ValueSource(strings = {"--x--", "--x--\r\n"})
    default void aFormWithoutAnyPartMissesTheFile(String body) {
        assertThat(errors(multipart(body), 400)).containsOnlyKeys("File");
        assertThat(errors(multipart(body), 400).getString("File")).isEqualTo("A file is required.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/Audio/transcribe", "/api/v2/Billing/credits"})
    default void aCompressedBodyIsRefusedByName(String path) {
        HttpRequest.Builder request = service()
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("abc"));
        assertThat(problem(service().send(request), 415).getString("message")).contains("Content-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                " Content-Disposition: form-data; name=\"File\"; filename=\"a\"",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a\"\r\nContent-Transfer-Encoding: base64",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a\"\r\nContent-Transfer-Encoding: uuencode",
                "Content-Disposition: form-data; name=\"File\"; filename=\"a\"\r\nContent-Transfer-Encoding: x-foo",
                "Content-Disposition: form-data; name=\"Prompt\"\r\nContent-Transfer-Encoding: x-foo"
            })
    default void aMalformedPartIsTheCallersFault(String headers) {
        problem(multipart("--x\r\n" + headers + "\r\n\r\nabc\r\n--x--\r\n"), 400);
    }

    @Test
    default void manyPartsAndLongHeadersAreRefusedBeforeTheyFillTheMemory() {
        String part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
        assertThat(problem(multipart(part.repeat(100_000) + "--x--\r\n"), 400).getString("message"))
                .contains("too many parts");
        assertThat(problem(multipart("--x\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\n\r\n--x--\r\n"), 400)
                        .getString("message"))
                .contains("too long headers");
    }

    @Test
    default void controlCharactersAreRefusedByName() {
        assertThat(errors(
                                service()
                                        .transcribe(
                                                Service.Part.text("UserIdentifier", "a\u202Eb"),
                                                Service.Part.text("Channel", "a\nb"),
                                                Service.Part.text("Prompt", "a\tb\nc\0")),
                                400)
                        .keySet())
                .contains("UserIdentifier", "Channel", "Prompt");
    }

    @ParameterizedTest
    @CsvSource({
        "text/json;charset=UTF-16, text/json",
        "text/plain;charset=UTF-16, text/plain",
        "application/json;charset=ISO-8859-1, application/json"
    })
    default void answersAreUtf8WhateverCharsetIsAskedFor(String accept, String type) {
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/AIModels")
                        .header("Accept", accept)
                        .GET());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase(type + ";charset=UTF-8");
        assertThat(response.body()).startsWith("[{\"id\"");
    }

    @Test
    default void anUnknownParameterIsRefusedWithTheKnownOnes() {
        assertThat(errors(service().get("/api/v2/Billing/ledger?form=2026-01-01&Limit=1"), 400))
                .containsOnlyKeys("form", "Limit")
                .extractingByKey("form")
                .hasToString(
                        "\"There is no such parameter. The parameters are: accountId, after, culture, from, instanceId,"
                                + " limit, to.\"");
        assertThat(errors(service().get("/api/v2/Me?culture=es&x=1"), 400).getString("x"))
                .isEqualTo("No existe este parámetro. Los parámetros son: culture.");
        assertThat(errors(
                        service()
                                .send(service()
                                        .request("/api/v2/ApiKeys?dryRun=true")
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                        400))
                .containsOnlyKeys("dryRun");
    }

    @Test
    default void theHubAndOpenAiHaveParametersOfTheirOwn() {
        assertThat(errors(
                        service().post("/api/v2/Audio/transcribe?anything=1", Service.Part.text("Channel", "x")), 400))
                .containsOnlyKeys("File");
        assertThat(service().get("/v1/models?anything=1").statusCode()).isEqualTo(200);
    }

    @Test
    default void anUnknownMethodIsNotAnUnexpectedError() {
        problem(service().send(service().request("/nothing").method("FOO", HttpRequest.BodyPublishers.noBody())), 405);
    }

    private HttpResponse<String> multipart(String body) {
        return service()
                .send(service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    default void noBodyAtAllMissesTheFile() {
        assertThat(errors(
                        service()
                                .send(service()
                                        .request("/api/v2/Audio/transcribe")
                                        .POST(HttpRequest.BodyPublishers.noBody())),
                        400))
                .containsKey("File");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void aHundredMegabytesAreRefusedWithOrWithoutALength(boolean announced) {
        long size = 100L << 20;
        Service.Part file = new Service.Part("File", "big.mp3", "audio/mpeg", () -> new Zeros(size));
        HttpRequest.BodyPublisher body = Service.body(file);
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/Audio/transcribe")
                        .header("Content-Type", Service.contentType())
                        .POST(announced ? HttpRequest.BodyPublishers.fromPublisher(body, length(file, size)) : body));
        assertThat(errors(response, 400).getString("File")).isEqualTo("The file is larger than 25 MB.");
    }

    @ParameterizedTest
    @CsvSource({"26214400, not supported", "26214401, larger than 25 MB"})
    default void theLimitIsInclusive(long size, String words) {
        Service.Part file = new Service.Part("File", "big.mp3", "audio/mpeg", () -> new Zeros(size));
        assertThat(errors(service().transcribe(file), 400).getString("File")).contains(words);
    }

    /** Neither is the file at fault where another part is large. */
    @Test
    default void theLimitIsThatOfEachPart() {
        long large = 27L << 20;
        Service.Part model = Service.Part.text("ModelId", "x");
        Service.Part small = Service.Part.text("File", "no media");
        assertThat(errors(service().transcribe(model, zeros("File", 30L << 20)), 400))
                .containsOnlyKeys("File", "ModelId");
        assertThat(errors(service().transcribe(zeros("Other", large), small), 400)
                        .getString("File"))
                .contains("not supported");
        assertThat(errors(service().transcribe(small, zeros("File", large)), 400)
                        .getString("File"))
                .contains("not supported");
        assertThat(errors(service().transcribe(small, zeros("Prompt", large)), 400))
                .containsOnlyKeys("Prompt");
    }

    /** More than is read of any request: no field is at fault, unless one is known to be. */
    @Test
    default void aBodyWithoutEndBlamesNoFieldThatIsNotAtFault() {
        long endless = 160L << 20;
        HttpResponse<String> refused = service().transcribe(zeros("Other", endless));
        assertThat(errors(refused, 400)).isEmpty();
        assertThat(problem(refused, 400).getString("message")).isEqualTo("The request is larger than 153.25 MB.");
        assertThat(errors(service().transcribe(zeros("File", endless)), 400)).containsOnlyKeys("File");
        assertThat(errors(service().post("/api/file/upload", zeros("formFile", endless)), 400))
                .containsOnlyKeys("formFile");
    }

    private static Service.Part zeros(String name, long size) {
        return new Service.Part(name, "big.mp3", "audio/mpeg", () -> new Zeros(size));
    }

    @Test
    default void aTextHasTheCharsetOfItsPart() {
        String part = "--x\r\nContent-Disposition: form-data; name=Channel\r\nContent-Type: text/plain; charset=%s"
                + "\r\n\r\nphone\r\n--x--\r\n";
        assertThat(errors(multipart(part.formatted("ISO-8859-1")), 400)).containsOnlyKeys("File");
        assertThat(errors(multipart(part.formatted("x-none")), 400)).containsOnlyKeys("File", "Channel");
    }

    private static long length(Service.Part file, long size) {
        Service.Part empty = new Service.Part(file.name(), file.fileName(), file.type(), InputStream::nullInputStream);
        long[] counted = {0};
        try (InputStream frame = Service.stream(empty)) {
            counted[0] = frame.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return counted[0] + size;
    }

    /** A part of this many zero bytes. */
    final class Zeros extends InputStream {

        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            java.util.Arrays.fill(target, offset, offset + n, (byte) 0);
            left -= n;
            return n;
        }
    }
}
