package dev.escriba.speech.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server with the OpenAI-compatible transcription API, in this process. It answers as its test says. */
public final class StubUpstream implements AutoCloseable {

    /** A spoken sentence with one segment. */
    public static final String SENTENCE = """
            {"text":"The quick brown fox.","language":"english","duration":2.0,
             "segments":[{"id":0,"start":0.1,"end":1.9,"text":" The quick brown fox.","avg_logprob":-0.2,
             "no_speech_prob":0.01}]}""";

    private static final Pattern PART =
            Pattern.compile("name=\"([^\"]+)\"(?:; filename=\"([^\"]*)\")?(?:\r\nContent-Type: ([^\r]*))?\r\n\r\n");

    /** How the server answers a request. */
    @FunctionalInterface
    public interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    /**
     * A received request.
     *
     * @param fields the text parts
     * @param headers of the request, in lower case, the first value of each
     * @param file the bytes of the file, one character each
     */
    public record Received(
            String path, Map<String, String> fields, Map<String, String> headers, String fileName, String file) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Answer answer = json(200, SENTENCE);

    /** A server at a free port of this machine. */
    public StubUpstream() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    StubUpstream(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of its API. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public StubUpstream answers(Answer next) {
        answer = next;
        return this;
    }

    /** The requests so far. */
    public List<Received> received() {
        return received;
    }

    /** A JSON answer. */
    public static Answer json(int status, String body, String... headers) {
        return answer(status, "application/json", body, headers);
    }

    /** An answer with headers by name and value. */
    public static Answer answer(int status, String type, String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Half of an answer, then the end of the connection. */
    public static Answer cut() {
        return exchange -> {
            exchange.sendResponseHeaders(200, SENTENCE.length());
            exchange.getResponseBody()
                    .write(SENTENCE.substring(0, SENTENCE.length() / 2).getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Nothing, until the server is closed. */
    public Answer silent() {
        return exchange -> awaitClose();
    }

    /** The beginning of an answer, and no more until the server is closed. */
    public Answer stalled() {
        return exchange -> {
            exchange.sendResponseHeaders(200, SENTENCE.length());
            OutputStream body = exchange.getResponseBody();
            body.write('{');
            body.flush();
            awaitClose();
        };
    }

    /** An answer that does not end. */
    public static Answer endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] chunk = new byte[1 << 16];
            java.util.Arrays.fill(chunk, (byte) ' ');
            for (int i = 0; i < 100_000; i++) {
                body.write(chunk);
            }
        };
    }

    private void awaitClose() {
        try {
            closing.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            received.add(received(exchange));
            answer.give(exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received received(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String boundary = "--" + type.substring(type.indexOf("boundary=") + 9);
        Map<String, String> fields = new HashMap<>();
        String fileName = null;
        String file = null;
        int at = body.indexOf(boundary);
        while (at >= 0) {
            int end = body.indexOf("\r\n" + boundary, at + 1);
            if (end < 0) {
                break;
            }
            Matcher part = PART.matcher(body).region(at, end);
            if (!part.find()) {
                throw new IOException("no part");
            }
            String content = body.substring(part.end(), end);
            if (part.group(2) == null) {
                byte[] utf8 = content.getBytes(StandardCharsets.ISO_8859_1);
                fields.merge(part.group(1), new String(utf8, StandardCharsets.UTF_8), (a, b) -> a + "," + b);
            } else {
                fileName = part.group(2);
                file = content;
            }
            at = end + 2;
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        return new Received(exchange.getRequestURI().toString(), fields, headers, fileName, file);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
