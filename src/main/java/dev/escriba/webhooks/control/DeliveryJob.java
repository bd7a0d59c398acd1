package dev.escriba.webhooks.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.telemetry.control.WebhookMetrics;
import dev.escriba.webhooks.entity.DeliveryState;
import jakarta.annotation.PostConstruct;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the attempts that are due: a few at the same time, of which one webhook has half at most, so that an address
 * that answers slowly does not hold up the others.
 */
@ApplicationScoped
public class DeliveryJob {

    private static final Logger LOG = Logger.getLogger(DeliveryJob.class.getName());
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
    private static final Duration PURGE_INTERVAL = Duration.ofHours(1);

    @Inject
    AttemptTransactions transactions;

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
    private final Map<String, Integer> busy = new ConcurrentHashMap<>();
    private DirectPost post;
    private volatile long lastClaim = System.nanoTime();
    private volatile boolean stopping;

    @PostConstruct
    void prepare() {
        prepare(InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** For use without a container. */
    void prepare(DirectPost.Resolver resolver, SSLSocketFactory tls) {
        post = new DirectPost(resolver, new PublicAddresses(settings.allowedNetworks()), tls, deadlines);
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
        while (transactions.purge(clock.instant().minus(settings.retention())) > 0) {
            // in batches, to keep each transaction short
        }
    }

    /** Makes one attempt. Returns whether one was due. */
    boolean deliverOne() {
        Instant now = clock.instant();
        // long enough that no second attempt begins while the first one goes on
        Instant again = now.plus(settings.timeout().multipliedBy(2)).plusSeconds(30);
        Optional<Attempt> claimed = transactions.claim(now, again, full());
        claimed.ifPresent(attempt -> {
            lastClaim = System.nanoTime();
            busy.merge(attempt.webhook(), 1, Integer::sum);
            try {
                carryOut(attempt);
            } finally {
                busy.computeIfPresent(attempt.webhook(), (webhook, count) -> count > 1 ? count - 1 : null);
            }
        });
        return claimed.isPresent();
    }

    /** The webhooks that have as many attempts at this node as one may have. */
    private List<String> full() {
        int most = Math.max(1, settings.workers() / 2);
        return busy.entrySet().stream()
                .filter(entry -> entry.getValue() >= most)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void carryOut(Attempt attempt) {
        long begin = System.nanoTime();
        AttemptResult result = send(attempt);
        if (stopping && !result.accepted()) {
            // the stop ended it, and not the receiver
            return;
        }
        Optional<DeliveryState> state =
                transactions.finish(attempt, result, clock.instant(), random.nextDouble());
        String outcome = state.map(DeliveryJob::outcome).orElse("failed");
        metrics.attempted(outcome, (System.nanoTime() - begin) / 1e9);
        if (!result.accepted()) {
            LOG.log(
                    outcome.equals("parked") ? Level.WARNING : Level.INFO,
                    "Delivery {0} to webhook {1} {2} at attempt {3}: {4}",
                    new Object[] {
                        attempt.delivery(), attempt.webhook(), outcome, attempt.number(), result.error().orElseThrow()
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
        try {
            Optional<String> data =
                    executions.json(attempt.accountId(), attempt.instance(), attempt.withTranscript());
            if (data.isEmpty()) {
                return AttemptResult.failed("no-execution");
            }
            byte[] body = ("{\"type\":\"" + attempt.event() + "\",\"timestamp\":\"" + attempt.at() + "\",\"data\":"
                            + data.get() + "}")
                    .getBytes(StandardCharsets.UTF_8);
            List<byte[]> keys = attempt.secrets().stream()
                    .map(secret -> secrets.open(attempt.webhook(), secret))
                    .toList();
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("User-Agent", "Escriba");
            headers.putAll(Signature.headers(attempt.delivery(), clock.instant(), body, keys));
            return AttemptResult.of(post.send(WebhookUrl.of(attempt.url()), headers, body, settings.timeout()));
        } catch (FailedAttempt e) {
            return AttemptResult.failed(e.reason());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "Delivery " + attempt.delivery() + " cannot be sent");
            return AttemptResult.failed("internal");
        }
    }
}
