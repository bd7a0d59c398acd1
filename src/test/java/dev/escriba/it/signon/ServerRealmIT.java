package dev.escriba.it.signon;

import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of the server's own realm, and clients that send too slowly. */
class ServerRealmIT {

    private static final String ME = "/api/v2/Me";
    private static final String PASSWORD = "la-contraseña-de-las-pruebas";

    private static UberJar jar;

    @BeforeAll
    static void start() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/realm").toAbsolutePath());
        Path password = Files.writeString(
                home.resolve("password.txt"), "AS_ADMIN_USERPASSWORD=" + PASSWORD.replace("ñ", "\\u00f1"));
        Files.write(
                home.resolve(UberJar.AFTER_START),
                List.of(
                        user("transcriber", password, "ana"),
                        user("auditor:staff", password, "ben"),
                        user("staff", password, "eva")));
        jar = UberJar.start(
                home,
                "server.log",
                "-Xmx1g",
                "-Describa.security.bootstrap-key=a-key-for-the-tests-of-this-build-alone",
                "-Describa.security.server-login=true",
                "-Describa.security.failed-attempts-per-minute=12",
                "-Describa.web.trusted-proxies=127.0.0.0/8",
                "-Describa.web.upload-grace=PT2S",
                "-Describa.web.least-upload-rate=1000");
    }

    private static String user(String groups, Path password, String name) {
        return "create-file-user --groups " + groups + " --authrealmname file --passwordfile " + password + " " + name;
    }

    @AfterAll
    static void stop() throws IOException {
        if (jar != null) {
            jar.close();
            assertThat(jar.log()).doesNotContain("de-las-pruebas");
        }
    }

    /** Each test uses its own client address, because each address has a budget of failed sign-ins. */
    private static HttpRequest.Builder as(String address, String name, String password, String path) {
        String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(jar.service("").base().resolve(path))
                .header("X-Forwarded-For", address)
                .header("Authorization", "Basic " + pair);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return jar.service("").send(request);
    }

    @Test
    void aUserOfTheServersRealmNeedsNoKey() {
        var me = success(send(as("192.0.2.1", "ana", PASSWORD, ME).GET()));
        assertThat(me.getString("name")).isEqualTo("user:server:ana");
        assertThat(me.getJsonArray("roles").getValuesAs(JsonString::getString))
                .containsExactlyInAnyOrder("transcriber", "files-user");
        HttpResponse<String> transcript = send(as("192.0.2.1", "ana", PASSWORD, "/api/v2/Audio/transcribe")
                .header("X-Requested-With", "test")
                .header("Content-Type", Service.contentType())
                .POST(Service.body(Service.Part.file("File", MediaFixture.ENGLISH))));
        assertThat(Answer.words(success(transcript).getString("transcript"))).contains("brown fox");
    }

    @Test
    void groupsDecideWhatAUserMayDo() {
        success(send(as("192.0.2.2", "ben", PASSWORD, "/api/v2/Billing/ledger").GET()));
        problem(send(as("192.0.2.2", "ana", PASSWORD, "/api/v2/Billing/ledger").GET()), 403);
        problem(send(as("192.0.2.2", "eva", PASSWORD, ME).GET()), 403);
    }

    @Test
    void aBrowserThatKnowsThePasswordActsForItsUserAlone() {
        problem(
                send(as("192.0.2.3", "ana", PASSWORD, "/api/v2/Audio/transcribe")
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("X-Requested-With", "test")
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(Service.Part.file("File", MediaFixture.ENGLISH)))),
                403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "la-contrasena-de-las-pruebas"})
    void aWrongPasswordIsAnsweredAsNone(String password) {
        HttpResponse<String> answer =
                send(as("192.0.2.4", "ana", password, ME + "?culture=es").GET());
        assertThat(problem(answer, 401).getString("message")).isEqualTo("Se requieren credenciales válidas.");
        assertThat(answer.headers().allValues("WWW-Authenticate")).anyMatch(way -> way.startsWith("Basic "));
    }

    /** Otherwise a browser would ask for a password when a session ends that the page can renew. */
    @ParameterizedTest
    @CsvSource({"navigate, true", "cors, false", "same-origin, false", "no-cors, false"})
    void thePagesScriptIsNotAskedForAPassword(String mode, boolean asked) {
        HttpResponse<String> answer = send(as("192.0.2.17", "ana", "wrong", ME)
                .header("Sec-Fetch-Mode", mode)
                .GET());
        problem(answer, 401);
        assertThat(answer.headers().allValues("WWW-Authenticate").stream().anyMatch(way -> way.startsWith("Basic ")))
                .isEqualTo(asked);
        assertThat(answer.headers().allValues("WWW-Authenticate")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic YW5h", "Basic Og==", "Basic OmE=", "basic YW5hCjph"})
    void whatIsNoNameAndPasswordIsAnsweredAsNone(String header) {
        problem(
                send(HttpRequest.newBuilder(jar.service("").base().resolve(ME))
                        .header("X-Forwarded-For", "192.0.2.5")
                        .header("Authorization", header)
                        .GET()),
                401);
    }

    @Test
    void guessingAPasswordLocksOutOneAddressAlone() {
        for (int i = 0; i < 12; i++) {
            assertThat(send(as("192.0.2.6", "ana", "guess " + i, ME).GET()).statusCode())
                    .isIn(401, 429);
        }
        HttpResponse<String> stopped = null;
        for (int i = 0; i < 5 && (stopped == null || stopped.statusCode() != 429); i++) {
            stopped = send(as("192.0.2.6", "ana", "guess", ME).GET());
        }
        problem(stopped, 429);
        assertThat(Integer.parseInt(stopped.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 5);
        success(send(as("192.0.2.7", "ana", PASSWORD, ME).GET()));
        // a guess of another kind is still verified, and not known to be right
        problem(
                send(HttpRequest.newBuilder(jar.service("").base().resolve(ME))
                        .header("X-Forwarded-For", "192.0.2.6")
                        .header("X-API-KEY", "no key of this service")
                        .GET()),
                401);
    }

    @Test
    void aClientThatSendsTooSlowlyIsGivenUp() throws Exception {
        try (Socket socket = new Socket(
                jar.service("").base().getHost(), jar.service("").base().getPort())) {
            socket.setSoTimeout(30_000);
            String head = "POST /api/v2/Audio/transcribe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-KEY: "
                    + "a-key-for-the-tests-of-this-build-alone\r\nContent-Type: " + Service.contentType()
                    + "\r\nContent-Length: 1000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] body = Service.stream(Service.Part.file("File", MediaFixture.ENGLISH))
                    .readNBytes(200);
            long start = System.nanoTime();
            try {
                for (byte one : body) {
                    socket.getOutputStream().write(one);
                    if (socket.getInputStream().available() > 0) {
                        break;
                    }
                    // a slow client: its pace is the subject
                    Thread.sleep(100);
                }
            } catch (IOException givenUp) {
                // the server closed the connection, as intended
            }
            StringBuilder answer = new StringBuilder();
            // the server may wait for the rest of the body before it closes the connection
            while (answer.indexOf("}}") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("%s", answer).isNotNegative();
                answer.append((char) next);
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 408").contains("The request took too long to arrive.");
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
        }
    }
}
