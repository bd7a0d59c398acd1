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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The workers of a node, without a database. */
class DeliveryWorkersTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final WebhookSecrets secrets = new WebhookSecrets(new Sealing(NoRequest.peppers()));
    private final AtomicInteger finished = new AtomicInteger();
    private final List<AttemptResult> results = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
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
                results.add(result);
                return Optional.of(DeliveryState.PENDING);
            }
        };
        prepare();
    }

    /** The look-up of a name that begins with "hang" hangs until the end of a test. */
    private void prepare() {
        job.prepare(
                host -> {
                    if (host.startsWith("hang")) {
                        await(hanging);
                    }
                    return InetAddress.getAllByName("127.0.0.1");
                },
                work -> {
                    Thread thread = new Thread(work);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void end() {
        hanging.countDown();
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
                await(over);
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

    /** Its receivers lose their attempts. Those that find no room any more lose none. */
    @Test
    void namesThatHangDoNotStopTheDeliveriesOfOthers() throws Exception {
        job.settings = Configured.read(
                WebhookSettings::read, "escriba.webhooks.workers", "2", "escriba.webhooks.timeout", "PT1S");
        prepare();
        job.executions = (account, instance, withTranscript) -> Optional.of("{}");
        ready = List.of(new ReadyWebhook("hostile", "one"));
        url = "https://hang.example.com/";
        for (int i = 0; i < 6; i++) {
            assertThat(worker().get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(results)
                .extracting(result -> result.error().orElseThrow())
                .containsExactly("timeout", "timeout", "timeout", "timeout", "lookups-busy", "lookups-busy");
        assertThat(results)
                .extracting(AttemptResult::isPutBack)
                .containsExactly(false, false, false, false, true, true);
        ready = List.of(new ReadyWebhook("honest", "another"));
        url = "https://hook.example.com/";
        assertThat(worker().get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(results.get(6).error()).as("its address was found").contains("refused-address");
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
