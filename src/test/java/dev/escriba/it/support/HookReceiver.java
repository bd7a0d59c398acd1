package dev.escriba.it.support;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Receives the messages of a webhook. */
public final class HookReceiver implements AutoCloseable {

    /**
     * A message that came.
     *
     * @param headers by their names in lower case
     */
    public record Message(JsonObject headers, String body) {}

    private final HttpServer server;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();

    public HookReceiver() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private HookReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/", exchange -> {
            JsonObjectBuilder headers = Json.createObjectBuilder();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.add(name.toLowerCase(Locale.ROOT), values.get(0)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status(), -1);
            exchange.close();
            messages.add(new Message(headers.build(), body));
        });
        server.start();
    }

    /** A receiver that speaks TLS, with the certificate of this context. */
    public static HookReceiver secure(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new HookReceiver(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** Answers the next message with this status, and later ones with 204. */
    public void answer(int status) {
        synchronized (statuses) {
            statuses.add(status);
        }
    }

    private int status() {
        synchronized (statuses) {
            return statuses.isEmpty() ? 204 : statuses.remove();
        }
    }

    /** The next message, which has to come within half a minute. */
    public Message next() throws InterruptedException {
        Message message = messages.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
