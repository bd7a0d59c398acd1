package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Limits the ffmpeg processes at a time, and with them the memory that recordings can take. One account has at most
 * half of them, rounded up. Others wait for a moment and are then refused.
 */
final class ProcessLimit {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final int most;
    private final int mostPerAccount;
    private final Duration maxWait;
    private final Map<String, Integer> runningByAccount = new HashMap<>();

    private int running;
    private long refused;

    /** @param maxWait how long a process waits for others to end */
    ProcessLimit(int most, Duration maxWait) {
        this.most = most;
        this.mostPerAccount = (most + 1) / 2;
        this.maxWait = maxWait;
    }

    /** The right to run one process. It is returned once, however often it is closed. */
    final class Permit implements AutoCloseable {

        private final String account;
        private boolean returned;

        private Permit(String account) {
            this.account = account;
        }

        @Override
        public void close() {
            synchronized (ProcessLimit.this) {
                if (!returned) {
                    returned = true;
                    running--;
                    runningByAccount.merge(account, -1, (before, one) -> before == 1 ? null : before + one);
                    ProcessLimit.this.notifyAll();
                }
            }
        }
    }

    /**
     * Waits until the account may run one more process.
     *
     * @throws Problem 503 with a time to retry after when that takes too long, or the thread is interrupted
     */
    synchronized Permit take(String account) {
        long end = System.nanoTime() + maxWait.toNanos();
        try {
            while (running >= most || runningByAccount.getOrDefault(account, 0) >= mostPerAccount) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    refused++;
                    throw Problem.busy(RETRY);
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable();
        }
        running++;
        runningByAccount.merge(account, 1, Integer::sum);
        return new Permit(account);
    }

    /** The number of processes now. */
    synchronized int running() {
        return running;
    }

    /** The number of processes that were refused since the start. */
    synchronized long refused() {
        return refused;
    }

    int most() {
        return most;
    }
}
