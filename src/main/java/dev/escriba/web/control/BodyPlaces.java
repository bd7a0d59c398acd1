package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits the request bodies that are being read at one time, for each account and in all. A body that is being read
 * keeps a thread of the server busy, and its client decides how long. So does a file that is being downloaded, which
 * takes a place too.
 */
@ApplicationScoped
public class BodyPlaces {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 8;

    /** Not this object: the container's proxy of a synchronized method would keep other callers out as they wait. */
    private final Object lock = new Object();

    private final Map<String, Integer> byAccount = new HashMap<>();
    private int most;
    private int mostOfAccount;
    private long maxWaitNanos;
    private int taken;
    private int waiting;

    protected BodyPlaces() {}

    @Inject
    public BodyPlaces(WebSettings settings) {
        this(settings, Duration.ofSeconds(1));
    }

    /** @param maxWait how long a few requests wait for a place: most bodies arrive within milliseconds */
    BodyPlaces(WebSettings settings, Duration maxWait) {
        most = settings.maxBodies();
        mostOfAccount = settings.maxBodiesPerAccount();
        maxWaitNanos = maxWait.toNanos();
    }

    /** A place. Its body has been read, or will not be read any more, when the place is left. */
    public final class Place {

        private final String account;
        private boolean left;

        private Place(String account) {
            this.account = account;
        }

        /** Leaves the place. A second call does nothing. */
        public void leave() {
            synchronized (lock) {
                if (!left) {
                    left = true;
                    taken--;
                    byAccount.computeIfPresent(account, (key, number) -> number > 1 ? number - 1 : null);
                    lock.notifyAll();
                }
            }
        }
    }

    /**
     * Takes a place for a body of this account.
     *
     * @throws Problem 503 if all places are taken, or all of the account
     */
    public Place take(String account) {
        long until = System.nanoTime() + maxWaitNanos;
        synchronized (lock) {
            while (isFull(account)) {
                long left = until - System.nanoTime();
                if (left <= 0 || waiting >= MAX_WAITING || !isNotified(left)) {
                    throw new Problem(503, refusal(account), Map.of(), Optional.of(RETRY_AFTER));
                }
            }
            taken++;
            byAccount.merge(account, 1, Integer::sum);
            return new Place(account);
        }
    }

    /** How many bodies are being read, and files downloaded. */
    public int count() {
        synchronized (lock) {
            return taken;
        }
    }

    private boolean isFull(String account) {
        return taken >= most || isFullOf(account);
    }

    private boolean isFullOf(String account) {
        return byAccount.getOrDefault(account, 0) >= mostOfAccount;
    }

    private Message refusal(String account) {
        return Message.of(isFullOf(account) ? "body.too-many-of-account" : "body.too-many");
    }

    private boolean isNotified(long nanos) {
        waiting++;
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, nanos);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }
}
