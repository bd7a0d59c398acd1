package dev.escriba.it.support;

import com.sun.net.httpserver.HttpServer;
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
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
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
