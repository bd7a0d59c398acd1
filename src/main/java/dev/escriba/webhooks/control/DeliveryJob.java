package dev.escriba.webhooks.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.schedule.control.Steps;
import dev.escriba.telemetry.control.WebhookMetrics;
import dev.escriba.webhooks.entity.DeliveryState;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes the attempts that are due, a few at the same time. {@link Turns} chooses among the webhooks. */
@ApplicationScoped
public class DeliveryJob {

    private static final Logger LOG = Logger.getLogger(DeliveryJob.class.getName());
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
    private static final Duration PURGE_INTERVAL = Duration.ofHours(1);

    /** A look-up that its attempt has given up keeps its thread for a while. */
    private static final int LOOKUPS_PER_WORKER = 4;

    /** Within this time, the webhooks that are ready are read once. */
    private static final Duration READY = Duration.ofSeconds(1);

    @Inject
    AttemptTransactions transactions;

    @Inject
    Webhooks webhooks;

    @Inject
    WebhookSecrets secrets;

    @Inject
    ExecutionData executions;

    @Inject
    WebhookSettings settings;

    @Inject
    WebhookMetrics metrics;

    @Inject
    Schedule schedule;

    @Inject
    Clock clock;

    private final Deadlines deadlines = new Deadlines();
    private final SecureRandom random = new SecureRandom();

    /** Guards the turns and what is ready. The limits hold only if one worker claims at a time. */
    private final Object claiming = new Object();

    private Turns turns;
    private List<ReadyWebhook> ready = new ArrayList<>();
    private long readAt = System.nanoTime() - READY.toNanos();
    private ExecutorService lookups;
    private DirectPost post;
    private volatile long lastClaim = System.nanoTime();
    private volatile boolean stopping;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    @PostConstruct
    void prepare() {
        prepare(InetAddress::getAllByName, threads);
    }

    /** For use without a container. */
    void prepare(NameLookups.Resolver resolver, ThreadFactory factory) {
        turns = new Turns(settings.workers());
        int places = settings.workers() * LOOKUPS_PER_WORKER;
        // twice as many threads as places: a thread is free a moment after its place
        lookups = new ThreadPoolExecutor(0, 2 * places, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), factory);
        post = new DirectPost(
                new NameLookups(resolver, lookups, places),
                new PublicAddresses(settings.allowedNetworks()),
                DirectPost.tls(null),
                deadlines);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        schedule.every(WebhookSettings.INTERVAL, settings.interval(), settings.interval(), this::deliver);
        for (int helper = 1; helper < settings.workers(); helper++) {
            schedule.every(WebhookSettings.INTERVAL, settings.interval(), settings.interval(), this::help);
        }
        schedule.every(WebhookSettings.TIMEOUT, WATCH_INTERVAL, WATCH_INTERVAL, deadlines::enforce);
        schedule.every(WebhookSettings.RETENTION, PURGE_INTERVAL, PURGE_INTERVAL.dividedBy(10), this::purge);
    }

    /** An attempt that waits for an answer would hold up the stop; its delivery becomes due again. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object end) {
        stopping = true;
        deadlines.closeAll();
        lookups.shutdown();
    }

    /** Only one worker asks the database while nothing is due. */
    private void help() {
        if (System.nanoTime() - lastClaim < settings.timeout().toNanos() * 2) {
            deliver();
        }
    }

    private void deliver() {
        while (!stopping && deliverOne()) {
            // until none is due
        }
    }

    private void purge() {
        Steps.run(LOG, "The purge of deliveries", () -> {
            while (transactions.purge(clock.instant().minus(settings.retention())) > 0) {
                // in batches, to keep each transaction short
            }
        });
        Steps.run(LOG, "The purge of deliveries without a webhook", () -> {
            while (transactions.purgeOrphans() > 0) {
                // likewise
            }
        });
        Steps.run(LOG, "The purge of former secrets", webhooks::forgetPreviousSecrets);
        Steps.run(LOG, "The sealing of secrets", () -> webhooks.withOldSecrets().forEach(webhooks::reseal));
    }

    /** Makes one attempt. Returns whether one was due. */
    boolean deliverOne() {
        Optional<Attempt> claimed = claim();
        claimed.ifPresent(attempt -> {
            lastClaim = System.nanoTime();
            try {
                carryOut(attempt);
            } finally {
                synchronized (claiming) {
                    turns.end(new ReadyWebhook(attempt.webhook(), attempt.accountId()));
                }
            }
        });
        return claimed.isPresent();
    }

    private Optional<Attempt> claim() {
        synchronized (claiming) {
            Instant now = clock.instant();
            if (System.nanoTime() - readAt < READY.toNanos()) {
                Optional<Attempt> claimed = claimReady(now);
                if (claimed.isPresent()) {
                    return claimed;
                }
            }
            ready = new ArrayList<>(transactions.ready(now));
            readAt = System.nanoTime();
            return claimReady(now);
        }
    }

    private Optional<Attempt> claimReady(Instant now) {
        // long enough that no second attempt begins while the first one goes on
        Instant again = now.plus(settings.timeout().multipliedBy(2)).plusSeconds(30);
        for (Optional<ReadyWebhook> next = turns.next(ready); next.isPresent(); next = turns.next(ready)) {
            Optional<Attempt> claimed = transactions.claim(next.get().id(), now, again);
            if (claimed.isPresent()) {
                turns.begin(next.get());
                return claimed;
            }
            ready.remove(next.get());
        }
        return Optional.empty();
    }

    private void carryOut(Attempt attempt) {
        long begin = System.nanoTime();
        AttemptResult result = send(attempt);
        if (stopping && !result.accepted()) {
            // the stop ended it, and not the receiver
            return;
        }
        Optional<DeliveryState> state = transactions.finish(attempt, result, clock.instant(), random.nextDouble());
        String outcome = result.isPutBack()
                ? "postponed"
                : state.map(DeliveryJob::outcome).orElse("failed");
        metrics.attempted(outcome, (System.nanoTime() - begin) / 1e9);
        if (!result.accepted()) {
            LOG.log(
                    outcome.equals("parked") ? Level.WARNING : Level.INFO,
                    "Delivery {0} to webhook {1} {2} at attempt {3}: {4}",
                    new Object[] {
                        attempt.delivery(),
                        attempt.webhook(),
                        outcome,
                        attempt.number(),
                        result.error().orElseThrow()
                    });
        }
    }

    private static String outcome(DeliveryState state) {
        return switch (state) {
            case PENDING -> "failed";
            case DELIVERED -> "delivered";
            case PARKED -> "parked";
        };
    }

    private AttemptResult send(Attempt attempt) {
        List<byte[]> keys;
        try {
            keys = secrets.keys(attempt.webhook(), attempt.secrets());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The secret of webhook " + attempt.webhook() + " cannot be opened");
            return AttemptResult.secretLost();
        }
        return send(attempt, keys);
    }

    private AttemptResult send(Attempt attempt, List<byte[]> keys) {
        try {
            Optional<String> data = executions.json(attempt.accountId(), attempt.instance(), attempt.withTranscript());
            if (data.isEmpty()) {
                return AttemptResult.noExecution();
            }
            byte[] body = ("{\"type\":\"" + attempt.event() + "\",\"timestamp\":\"" + attempt.at() + "\",\"data\":"
                            + data.get() + "}")
                    .getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("User-Agent", "Escriba");
            headers.putAll(Signature.headers(attempt.delivery(), clock.instant(), body, keys));
            return AttemptResult.of(
                    post.send(attempt.accountId(), WebhookUrl.of(attempt.url()), headers, body, settings.timeout()));
        } catch (FailedAttempt e) {
            return AttemptResult.of(e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "Delivery " + attempt.delivery() + " cannot be sent");
            return AttemptResult.internal();
        }
    }
}
