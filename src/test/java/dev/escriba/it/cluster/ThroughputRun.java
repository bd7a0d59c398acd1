package dev.escriba.it.cluster;

import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.extra.SleepingModel;
import dev.escriba.it.support.Service;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Clients that each send one request after the other for a fixed time. */
final class ThroughputRun {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(12);

    private ThroughputRun() {}

    /**
     * Measures answers a second, without the beginning and the end of the time.
     *
     * @param services used by the clients in turns. They have several accounts, because one request at a time can
     *     change a balance
     */
    static double measure(List<Service> services, List<Service.Part> recording, int sleepMillis, int clients)
            throws Exception {
        Service.Part[] parts = Stream.concat(
                        Stream.of(
                                text("ModelId", SleepingModel.ID.toString()),
                                text("Prompt", String.valueOf(sleepMillis))),
                        recording.stream())
                .toArray(Service.Part[]::new);
        AtomicInteger answers = new AtomicInteger();
        long from = System.nanoTime() + WARM_UP.toNanos();
        long to = from + MEASURED.toNanos();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Service service = services.get(i % services.size());
            all.add(() -> {
                for (long now = System.nanoTime(); now < to; now = System.nanoTime()) {
                    HttpResponse<String> answer = service.transcribe(parts);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    long at = System.nanoTime();
                    if (at >= from && at < to) {
                        answers.incrementAndGet();
                    }
                }
                return true;
            });
        }
        Await.atOnce(all);
        return answers.get() / (MEASURED.toNanos() / 1e9);
    }
}
