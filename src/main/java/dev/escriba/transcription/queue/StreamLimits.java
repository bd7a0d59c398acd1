package dev.escriba.transcription.queue;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.telemetry.control.Meters;
import dev.escriba.transcription.control.QueueSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits the open event streams of this node. There is a limit for all callers together and for each caller. An account
 * has half of the streams at most.
 */
@ApplicationScoped
public class StreamLimits {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    @Inject
    QueueSettings settings;

    @Inject
    Meters meters;

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final Map<String, Integer> byCaller = new HashMap<>();
    private final Map<String, Integer> byAccount = new HashMap<>();
    private int all;

    protected StreamLimits() {}

    /** For use without a container. */
    StreamLimits(QueueSettings settings) {
        this.settings = settings;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_event_streams", "Event streams that are open on this node.", this::open);
    }

    int open() {
        synchronized (lock) {
            return all;
        }
    }

    /**
     * Counts a stream that opens.
     *
     * @return to be run once at its end; a second call changes nothing
     * @throws Problem 503 where the node has too many streams, 429 where the caller or its account has
     */
    public Runnable enter(Caller caller) {
        String name = caller.getName();
        String account = caller.accountId();
        int ofAccount = Math.max(1, settings.maxEventStreams() / 2);
        synchronized (lock) {
            requireFew(byCaller.getOrDefault(name, 0), settings.maxEventStreamsPerKey(), "instance.too-many-streams");
            requireFew(byAccount.getOrDefault(account, 0), ofAccount, "instance.account-too-many-streams");
            if (all >= settings.maxEventStreams()) {
                throw Problem.busy(RETRY_AFTER);
            }
            all++;
            byCaller.merge(name, 1, Integer::sum);
            byAccount.merge(account, 1, Integer::sum);
        }
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave(name, account);
            }
        };
    }

    private static void requireFew(int open, int most, String message) {
        if (open >= most) {
            throw new Problem(429, Message.of(message, most), Map.of(), Optional.of(RETRY_AFTER));
        }
    }

    private void leave(String name, String account) {
        synchronized (lock) {
            all--;
            byCaller.computeIfPresent(name, (any, count) -> count == 1 ? null : count - 1);
            byAccount.computeIfPresent(account, (any, count) -> count == 1 ? null : count - 1);
        }
    }
}
