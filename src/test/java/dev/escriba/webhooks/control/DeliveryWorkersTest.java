package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.Configured;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Sealing;
import dev.escriba.telemetry.control.WebhookMetrics;
import dev.escriba.webhooks.entity.DeliveryState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workers of a node, without a database. */
class DeliveryWorkersTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final WebhookSecrets secrets = new WebhookSecrets(new Sealing(NoRequest.peppers()));
    private final AtomicInteger finished = new AtomicInteger();
    private final DeliveryJob job = new DeliveryJob();
    private List<ReadyWebhook> ready = List.of();
    private String url = "https://hook.example.com/";

    DeliveryWorkersTest() {
        job.settings = Configured.read(WebhookSettings::read, "escriba.webhooks.allowed-networks", "127.0.0.1");
        job.clock = Clock.systemUTC();
        job.secrets = secrets;
        job.metrics = new WebhookMetrics() {
            @Override
            public void attempted(String outcome, double seconds) {
                // this test counts attempts by itself
            }
        };
        job.transactions = new AttemptTransactions() {
            @Override
            public List<ReadyWebhook> ready(Instant now) {
                return ready;
            }

            @Override
            public Optional<Attempt> claim(String webhook, Instant now, Instant again) {
                return ready.stream()
                        .filter(some -> some.id().equals(webhook))
                        .map(some -> attempt(some, now))
                        .findFirst();
            }

            @Override
            public Optional<DeliveryState> finish(Attempt attempt, AttemptResult result, Instant at, double random) {
                finished.incrementAndGet();
                return Optional.of(DeliveryState.PENDING);
            }
        };
        job.prepare(host -> InetAddress.getAllByName("127.0.0.1"), work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
    }

    private Attempt attempt(ReadyWebhook webhook, Instant now) {
        return new Attempt(
                UUID.randomUUID().toString(),
                1,
                webhook.id(),
                webhook.accountId(),
                url,
                List.of(secrets.make(webhook.id()).sealed()),
                false,
                "execution.succeeded",
                UUID.randomUUID(),
                now);
    }

    private CompletableFuture<Boolean> worker() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.complete(job.deliverOne()));
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** All receivers of one account are slow. */
    @Test
    void workersThatClaimAtTheSameMomentKeepTheShareOfAnAccount() throws Exception {
        List<ReadyWebhook> ofOne = IntStream.range(0, 20)
                .mapToObj(i -> new ReadyWebhook("slow " + i, "one"))
                .toList();
        ReadyWebhook other = new ReadyWebhook("fast", "another");
        ready = ofOne;
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger busy = new AtomicInteger();
        job.executions = (account, instance, withTranscript) -> {
            if (account.equals("one")) {
                busy.incrementAndGet();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Optional.empty();
        };
        try {
            List<CompletableFuture<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                workers.add(worker());
            }
            Await.until("the share is used", LONG, () -> busy.get() == 4);
            Await.until(
                    "the others find nothing",
                    LONG,
                    () -> workers.stream().filter(CompletableFuture::isDone).count() == 4);
            ready = Stream.concat(ofOne.stream(), Stream.of(other)).toList();
            assertThat(worker().get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(finished).hasValue(1);
            over.countDown();
            for (CompletableFuture<Boolean> worker : workers) {
                worker.get(20, TimeUnit.SECONDS);
            }
            assertThat(busy).hasValue(4);
        } finally {
            over.countDown();
        }
    }

    /** Its delivery becomes due again when its claim is over. */
    @Test
    void aStopEndsAnAttemptWithoutAResult() throws Exception {
        ready = List.of(new ReadyWebhook("silent", "one"));
        job.executions = (account, instance, withTranscript) -> Optional.of("{}");
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            url = "http://hook.example.com:" + silent.getLocalPort() + "/";
            CompletableFuture<Boolean> worker = worker();
            try (Socket connection = silent.accept()) {
                awaitRequest(connection);
                job.stop(new Object());
                assertThat(worker.get(10, TimeUnit.SECONDS)).isTrue();
                assertThat(finished).hasValue(0);
            }
        }
    }

    private static void awaitRequest(Socket connection) throws IOException {
        connection.setSoTimeout((int) LONG.toMillis());
        assertThat(connection.getInputStream().read()).isEqualTo('P');
    }
}
