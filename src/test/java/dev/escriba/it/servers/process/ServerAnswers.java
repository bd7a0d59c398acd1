package dev.escriba.it.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Requests that the server itself may answer, because they are wrong or because it has no application. The answer is
 * that of Escriba, or it has no body and does not name the server.
 */
public final class ServerAnswers {

    private static final List<String> REQUESTS = List.of(
            "GET / HTTP/1.1|Host: x||",
            "GET /index.html HTTP/1.1|Host: x||",
            "GET /favicon.ico HTTP/1.1|Host: x||",
            "HEAD /api/v2/Me HTTP/1.1|Host: x||",
            "POST /api/v2/Audio/transcribe HTTP/1.1|Host: x|Content-Length: 0||",
            "GET /%zz HTTP/1.1|Host: x||",
            "GET /api/v2/%zz HTTP/1.1|Host: x||",
            "GET /%00 HTTP/1.1|Host: x||",
            "GET /../etc/passwd HTTP/1.1|Host: x||",
            "GET /WEB-INF HTTP/1.1|Host: x||",
            "GET /META-INF/MANIFEST.MF HTTP/1.1|Host: x||",
            "OPTIONS /openapi HTTP/1.1|Host: x||",
            "GET /openapi/application.wadl HTTP/1.1|Host: x||",
            "TRACE / HTTP/1.1|Host: x|X-API-KEY: abc||",
            "FOO / HTTP/1.1|Host: x||",
            "OPTIONS * HTTP/1.1|Host: x||",
            "POST / HTTP/1.1|Host: x|Content-Length: x||",
            "GET /?LONG HTTP/1.1|Host: x||",
            "GET / HTTP/1.1|Host: x|X-Long: LONG||",
            "GET / HTTP/1.1||",
            "GET / HTTP/9.9|Host: x||",
            "nonsense||");

    private static final Pattern NAME =
            Pattern.compile("payara|glassfish|grizzly|wildfly|undertow|jboss|liberty|websphere|\\bibm\\b|\nserver:"
                    + "|x-powered-by|exception|x-api-key: abc");

    private ServerAnswers() {}

    /** Sends all requests, and fails if an answer is a page of the server or names it. */
    public static void check(AppServer server) throws IOException {
        for (String request : REQUESTS) {
            String answer = answer(server.base(), request);
            String told = server.name() + ": " + request + " -> " + answer;
            int end = answer.indexOf("\r\n\r\n");
            String body = end < 0 ? "" : answer.substring(end + 4);
            boolean console = body.contains("<es-app>");
            assertThat(NAME.matcher(answer.toLowerCase(Locale.ROOT).replace("\r", ""))
                            .find())
                    .as(told)
                    .isFalse();
            if (!body.isEmpty() && !console && !server.hasBarePage(body)) {
                assertThat(answer).as(told).containsPattern("(?i)\r\nContent-Type: application/json");
                try (JsonReader reader = Json.createReader(new StringReader(json(body)))) {
                    assertThat(reader.readObject().keySet()).as(told).containsExactly("message", "errors");
                }
            }
        }
    }

    /** A chunked body may have more than one chunk; the JSON of an error has no line break. */
    private static String json(String body) {
        return body.startsWith("{") ? body : body.replaceAll("(^|\r\n)[0-9a-fA-F]+\r\n", "");
    }

    private static String answer(URI base, String request) throws IOException {
        String sent = request.replace("Host: x", "Host: x|Connection: close")
                .replace("LONG", "x".repeat(70_000))
                .replace("|", "\r\n");
        // outside of the other block: a server that does not listen is no answer
        Socket socket = new Socket(base.getHost(), base.getPort());
        try (socket) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException closed) {
            return "";
        }
    }
}
