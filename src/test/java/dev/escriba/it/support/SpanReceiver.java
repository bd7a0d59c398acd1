package dev.escriba.it.support;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Receives spans as a collector does (OTLP over HTTP). Texts are readable in the messages, so the test does not decode
 * them.
 */
public final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    public SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (received) {
                received.write(body);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String text() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    public boolean has(String text) {
        return text().contains(text);
    }

    /** The number of spans of the trace with that id (hexadecimal digits). */
    public int ofTrace(String id) {
        String bytes = new String(HexFormat.of().parseHex(id), StandardCharsets.ISO_8859_1);
        return text().split(java.util.regex.Pattern.quote(bytes), -1).length - 1;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
