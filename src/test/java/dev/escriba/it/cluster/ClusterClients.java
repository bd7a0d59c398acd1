package dev.escriba.it.cluster;

import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.extra.SleepingModel;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that send requests, each with its own idempotency key, until each is answered. They count the other answers.
 */
final class ClusterClients implements AutoCloseable {

    private static final int MAX_TRIES = 60;

    private final Service service;
    private final List<Service.Part> recordings;
    private final int sleepMillis;
    private final ExecutorService threads;
    private final List<Future<?>> clients = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** The id of the instance by the id of the request. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> told = new ConcurrentHashMap<>();

    private ClusterClients(Service service, List<Service.Part> recordings, int sleepMillis, int clients) {
        this.service = service;
        this.recordings = recordings;
        this.sleepMillis = sleepMillis;
        threads = Executors.newFixedThreadPool(clients);
    }

    static ClusterClients send(
            Service service, List<Service.Part> recordings, int sleepMillis, int clients, int requests) {
        ClusterClients sending = new ClusterClients(service, recordings, sleepMillis, clients);
        for (int i = 0; i < clients; i++) {
            sending.clients.add(sending.threads.submit(() -> sending.sendUntil(requests)));
        }
        return sending;
    }

    private void sendUntil(int requests) {
        for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
            answered.put("request-" + i, answer("request-" + i, recordings.get(i % recordings.size())));
            done.incrementAndGet();
        }
    }

    private String answer(String id, Service.Part recording) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                HttpResponse<String> response = service.send(request(id, recording));
                if (response.statusCode() == 200) {
                    boolean again = response.headers()
                            .firstValue("Idempotency-Replayed")
                            .isPresent();
                    count(again ? "200 (answered again)" : "200");
                    return Answer.json(response).getString("instanceId");
                }
                wait(response);
            } catch (UncheckedIOException broken) {
                count("connection broken");
                pause(1);
            }
        }
        throw new AssertionError(id + " was never answered; so far: " + told());
    }

    private HttpRequest.Builder request(String id, Service.Part recording) {
        return service.request("/api/v2/Audio/transcribe")
                .header("Content-Type", Service.contentType())
                .header("Idempotency-Key", id)
                .POST(Service.body(
                        text("ModelId", SleepingModel.ID.toString()),
                        text("Prompt", String.valueOf(sleepMillis)),
                        text("UserIdentifier", id),
                        recording));
    }

    /**
     * Every refusal has Retry-After. 409 means that the first request, on a killed node, is not known to have ended.
     */
    private void wait(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isIn(409, 502, 503, 504);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        JsonObject problem = Answer.json(response);
        assertThat(problem.keySet()).containsExactly("message", "errors");
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        assertThat(seconds).as(response.body()).matches("[1-9]\\d*");
        count(String.valueOf(response.statusCode()));
        pause(Math.min(Long.parseLong(seconds), 2));
    }

    private void count(String what) {
        told.computeIfAbsent(what, any -> new LongAdder()).increment();
    }

    private static void pause(long seconds) {
        try {
            // a client that honours Retry-After: its pace is the subject
            Thread.sleep(seconds * 1000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int done() {
        return done.get();
    }

    void awaitDone(int requests) throws Exception {
        Await.until(requests + " answers", java.time.Duration.ofMinutes(5), () -> {
            requireNoFailure();
            return done() >= requests;
        });
    }

    private void requireNoFailure() throws Exception {
        for (Future<?> client : clients) {
            if (client.isDone()) {
                client.get();
            }
        }
    }

    /** How often each status occurred. */
    Map<String, LongAdder> told() {
        return new TreeMap<>(told);
    }

    /** The ids of the instances by request, when all requests are done. */
    Map<String, String> answered() {
        return Map.copyOf(answered);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
