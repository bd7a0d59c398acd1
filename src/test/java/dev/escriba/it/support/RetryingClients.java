package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that go on asking, whatever happens meanwhile: each is answered, or told in the one error shape to come back. */
public final class RetryingClients implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final ExecutorService threads;
    private final List<Future<Integer>> clients = new ArrayList<>();
    private volatile boolean over;

    private RetryingClients(int clients) {
        threads = Executors.newFixedThreadPool(clients);
    }

    /** A client for each path. */
    public static RetryingClients of(Service service, List<String> paths) {
        RetryingClients asking = new RetryingClients(paths.size());
        for (String path : paths) {
            asking.clients.add(asking.threads.submit(() -> asking.ask(service, path)));
        }
        return asking;
    }

    private int ask(Service service, String path) throws InterruptedException {
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

    /** Ends them; fails where an answer was neither. */
    public void end() throws Exception {
        over = true;
        int refused = 0;
        for (Future<Integer> client : clients) {
            refused += client.get(1, TimeUnit.MINUTES);
        }
        // not each of them: one that asks as the database goes may wait until it is back
        assertThat(refused).as("refusals").isPositive();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
    }
}
