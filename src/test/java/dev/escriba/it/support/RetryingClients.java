package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that repeat GET requests until the test ends them. Each answer has to be 200, or 503 in the error shape with
 * {@code Retry-After}.
 */
public final class RetryingClients implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final ExecutorService threads;
    private final List<Future<Integer>> clients = new ArrayList<>();
    private volatile boolean over;

    private RetryingClients(int clients) {
        threads = Executors.newFixedThreadPool(clients);
    }

    /** Starts a client for each path. */
    public static RetryingClients of(Service service, List<String> paths) {
        RetryingClients started = new RetryingClients(paths.size());
        for (String path : paths) {
            started.clients.add(started.threads.submit(() -> started.readUntilTheEnd(service, path)));
        }
        return started;
    }

    private int readUntilTheEnd(Service service, String path) throws InterruptedException {
        int refused = 0;
        while (!over) {
            HttpResponse<String> answer = service.get(path);
            if (answer.statusCode() != 200) {
                requireUnavailable(answer);
                refused++;
            }
            // the pace of a client
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return refused;
    }

    public static void requireUnavailable(HttpResponse<String> answer) {
        Answer.problem(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
    }

    /** Ends the clients. Fails if an answer was neither of the two. */
    public void end() throws Exception {
        over = true;
        int refused = 0;
        for (Future<Integer> client : clients) {
            refused += client.get(1, TimeUnit.MINUTES);
        }
        // not every client is refused: a request that arrives as the database stops may wait until it is back
        assertThat(refused).as("refusals").isPositive();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
    }
}
