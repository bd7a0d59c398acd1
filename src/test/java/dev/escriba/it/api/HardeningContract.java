package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.operations.LogsCheck;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.RawUpload;
import dev.escriba.it.support.Service;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Headers that every answer has, headers that no answer has, and requests that are refused before their body is read.
 */
interface HardeningContract {

    Service service();

    @ParameterizedTest
    @CsvSource({
        "/api/v2/AIModels, 200",
        "/api/v2/nothing, 404",
        "/nothing, 404",
        "/api/v2/Audio/transcribe, 405",
        "/api/v2/ApiKeys/x, 404"
    })
    default void everyAnswerTellsBrowsersToBeCareful(String path, int status) {
        HttpResponse<String> answer = service().get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        isHardened(answer);
        isHardened(service()
                .send(HttpRequest.newBuilder(service().base().resolve(path)).GET()));
    }

    private static void isHardened(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        hasNoBanner(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/AIModels", "/nothing", "/health", "/openapi", "/error", "/%00", "/api/%2e%2e/x"})
    default void noAnswerNamesTheServer(String path) {
        hasNoBanner(service()
                .send(HttpRequest.newBuilder(service().base().resolve(path)).GET()));
    }

    private static void hasNoBanner(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
        assertThat(answer.body().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("payara", "glassfish", "grizzly", "<html", "exception");
    }

    @Test
    default void aPageOfAnotherOriginIsLetInWhereItIsConfigured() {
        HttpResponse<String> preflight = preflight("https://app.example.com");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example.com");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("X-API-KEY", "Idempotency-Key");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        HttpResponse<String> answer = service()
                .send(service()
                        .request("/api/v2/AIModels")
                        .header("Origin", "https://app.example.com")
                        .GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    default void aPageOfAnyOtherOriginIsNot() {
        HttpResponse<String> refused = preflight("https://evil.example.com");
        problem(refused, 401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private HttpResponse<String> preflight(String origin) {
        return service()
                .send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Audio/transcribe"))
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }

    /** A person is signed in without a key, and a page of another site makes the person's browser send a request. */
    @Test
    default void anotherPageCannotMakeABrowserActForItsUser() {
        HttpRequest.Builder request = HttpRequest.newBuilder(service().base().resolve("/api/v2/Accounts?culture=es"))
                .header("Content-Type", "text/plain")
                .header("Origin", "https://evil.example.com")
                .POST(BodyPublishers.ofString("{\"name\":\"forged\"}"));
        AccessMatrixContract.person("administrator").forEach(request::header);
        assertThat(problem(service().send(request), 403).getString("message"))
                .isEqualTo("Esta solicitud no viene de una página de este servicio.");
        assertThat(service().get("/api/v2/Accounts").body()).doesNotContain("forged");
    }

    @Test
    default void whatAProxySaysIsWorthNothingWithoutItsSecret() {
        for (String secret : new String[] {"wrong", "", System.getProperty("escriba.it.proxy-secret") + "x"}) {
            problem(
                    service()
                            .send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Me"))
                                    .header("X-Escriba-Proxy-Secret", secret)
                                    .header("X-Forwarded-User", "ana")
                                    .header("X-Forwarded-Groups", "administrator")
                                    .GET()),
                    401);
        }
        problem(
                service()
                        .send(HttpRequest.newBuilder(service().base().resolve("/api/v2/Me"))
                                .header("X-Forwarded-User", "ana")
                                .header("X-Forwarded-Groups", "administrator")
                                .GET()),
                401);
    }

    /** {@link LogsCheck} searches the logs for this key afterwards. */
    @Test
    default void aKeyInWhatIsNoRequestIsNotLogged() throws IOException {
        for (String end : new String[] {"\r", "\0", " "}) {
            raw("GET /api/v2/Me HTTP/1.1" + end + "X-API-KEY: " + service().key() + end + "Host: x\r\n\r\n");
            raw("POST /api/v2/Me HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + service().key() + "\r\n\r\n");
            raw("X-API-KEY: " + service().key() + end + "\r\n\r\n");
            raw("GET /api/%zz HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + service().key() + "\r\n\r\n");
        }
        assertThat(service().get("/api/v2/Me").statusCode()).isEqualTo(200);
    }

    /** As most clients do: they send the whole body, and read the answer after it. */
    @ParameterizedTest
    @CsvSource({
        "/api/v2/Audio/transcribe, nothing, 401",
        "/api/v2/Audio/transcribe, files, 403",
        "/api/file/upload, transcribe, 403",
        "/api/file/upload/public, files, 403"
    })
    default void aRefusalReachesAClientThatIsStillSending(String path, String scope, int status) throws IOException {
        Service caller = scope.equals("nothing")
                ? new Service(service().base(), "escriba_wrong")
                : Administration.key(
                        service(), Administration.account(service(), "refused " + UUID.randomUUID()), scope);
        Service.Part file = new Service.Part("File", "big.mp3", "audio/mpeg", () -> new ErrorContract.Zeros(25L << 20));
        try (RawUpload upload = new RawUpload(caller, path, file)) {
            upload.sendAll();
            String answer = upload.wholeAnswer();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).contains("{\"message\":\"", "\"errors\":{");
        }
    }

    /** A proxy that shares one connection among its clients would give the answer to another client. */
    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    default void aBodyIsNeverTakenForTheNextRequest(String method) throws IOException {
        String body = "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (String path : new String[] {"/api/v2/Me", "/nothing"}) {
            String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
        }
    }

    @Test
    default void whatIsAllowedIsToldWithoutADescriptionOfTheCode() {
        HttpResponse<String> answer =
                service().send(service().request("/api/v2/Me").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
        assertThat(answer.body()).doesNotContain("<", "wadl");
    }

    /** {@link LogsCheck} searches the logs for it afterwards. */
    @Test
    default void noClientWritesLinesIntoTheLog() {
        String forged = "x%0D%0Aforged-log-line%0ASEVERE:%20forged-log-line";
        service().get("/api/v2/" + forged);
        service().get("/" + forged);
        service().get("/api/v2/Me?culture=" + forged);
        service().get("/api/v2/Instances?state=" + forged);
        String decoded = "x\r\nforged-log-line\nSEVERE: forged-log-line";
        service()
                .transcribe(
                        Service.Part.text("ModelId", decoded),
                        Service.Part.text("UserIdentifier", decoded),
                        Service.Part.bytes("File", "x\nforged-log-line", decoded.getBytes(StandardCharsets.UTF_8)));
        service()
                .send(service()
                        .request("/api/v2/ApiKeys")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"name\":\"x\\r\\nforged-log-line\",\"\\nforged-log-line\":1}")));
        assertThat(service().get("/api/v2/Me").statusCode()).isEqualTo(200);
    }

    /** Requests that a correct HTTP client does not send. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /api/v2/Me HTTP/1.1|Host: x|X-Long: LONG||; 4..",
                "GET /LONG HTTP/1.1|Host: x||; 4..",
                "GET /api/v2/Me?LONG HTTP/1.1|Host: x||; 4..",
                "TRACE /api/v2/Me HTTP/1.1|Host: x|X-API-KEY: abc||; 405",
                // Open Liberty itself answers 403, before the application gets the request
                "TRACE / HTTP/1.1|Host: x||; 40[35]",
                "GET /api/../WEB-INF/web.xml HTTP/1.1|Host: x||; 4..",
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1|Host: x||; 4..",
                "GET /api/v2/Me;x=/../ HTTP/1.1|Host: x||; 4..",
                "POST /api/v2/Me HTTP/1.1|Host: x|Content-Length: -1||; 4..",
                "POST /api/v2/Me HTTP/1.1|Host: x|Content-Length: x||; 4..",
                "FOO /api/v2/Me HTTP/1.1|Host: x||; 4..",
                "nonsense||; 4..",
                "GET /api/v2/Me HTTP/9.9|Host: x||; [45].."
            })
    default void badRequestsGetNeitherABannerNorAPage(String request, String status) throws IOException {
        String answer = raw(request.replace("LONG", "x".repeat(70_000)).replace("|", "\r\n"));
        // a server may also close the connection if it is no valid request
        if (!answer.isEmpty()) {
            // Open Liberty's connector answers with the HTTP version of the request, even an unknown one
            assertThat(answer.split("\r\n", 2)[0]).matches("HTTP/(1\\.[01]|9\\.9) " + status + ".*");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain(
                            "payara", "glassfish", "grizzly", "server:", "<html", "exception", "x-api-key: abc");
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(service().base().getHost(), service().base().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException hungUp) {
            return "";
        }
    }
}
