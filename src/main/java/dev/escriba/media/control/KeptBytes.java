package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the bytes of all kept audio together. The recordings of one account have at most half of them; a single
 * recording may have all.
 */
final class KeptBytes {

    private static final Duration RETRY = Duration.ofSeconds(60);

    private final long most;
    private final Map<String, Long> byAccount = new HashMap<>();

    private long used;
    private long refused;

    KeptBytes(long most) {
        this.most = most;
    }

    /** The bytes of one recording. They are returned once, however often the share is closed. */
    final class Share implements AutoCloseable {

        private final String account;
        private long bytes;

        private Share(String account) {
            this.account = account;
        }

        /** @throws Problem 503 with a time to retry after when there is no room for so many more bytes */
        void add(long more) {
            synchronized (KeptBytes.this) {
                long ofAccount = byAccount.getOrDefault(account, 0L);
                boolean isOnly = ofAccount == bytes;
                if (used + more > most || (!isOnly && ofAccount + more > most / 2)) {
                    refused++;
                    throw Problem.noRoom(RETRY);
                }
                change(more);
            }
        }

        private void change(long more) {
            bytes += more;
            used += more;
            byAccount.merge(account, more, (before, change) -> before + change == 0 ? null : before + change);
        }

        @Override
        public void close() {
            synchronized (KeptBytes.this) {
                if (bytes > 0) {
                    change(-bytes);
                }
            }
        }
    }

    Share share(String account) {
        return new Share(account);
    }

    /** The bytes that are kept now. */
    synchronized long used() {
        return used;
    }

    /** The number of recordings that found no room since the start. */
    synchronized long refused() {
        return refused;
    }

    long most() {
        return most;
    }
}
