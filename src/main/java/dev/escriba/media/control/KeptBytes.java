package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the bytes of all kept audio together, and those of them that are in memory. The recordings of one account have
 * at most half of all; a single recording may have all.
 */
final class KeptBytes {

    private static final Duration RETRY = Duration.ofSeconds(60);

    private static final long MAX_IN_MEMORY = 32 << 20;

    private final long most;
    private final long mostInMemory;
    private final Map<String, Long> byAccount = new HashMap<>();

    private long used;
    private long inMemory;
    private long refused;

    /** In memory there is room for a sixteenth of the heap, 32 MB at most. */
    KeptBytes(long most) {
        this(most, Math.min(MAX_IN_MEMORY, Runtime.getRuntime().maxMemory() / 16));
    }

    KeptBytes(long most, long mostInMemory) {
        this.most = most;
        this.mostInMemory = mostInMemory;
    }

    /** The bytes of one recording. They are returned once, however often the share is closed. */
    final class Share implements AutoCloseable {

        private final String account;
        private final boolean mayHaveAll;
        private long bytes;
        private long bytesInMemory;

        private Share(String account, boolean mayHaveAll) {
            this.account = account;
            this.mayHaveAll = mayHaveAll;
        }

        /** @throws Problem 503 with a time to retry after when there is no room for so many more bytes */
        void add(long more) {
            synchronized (KeptBytes.this) {
                long ofAccount = byAccount.getOrDefault(account, 0L);
                boolean isOnly = mayHaveAll && ofAccount == bytes;
                if (used + more > most || (!isOnly && ofAccount + more > most / 2)) {
                    refused++;
                    throw Problem.noRoom(RETRY);
                }
                change(more);
            }
        }

        /** Whether there was room in memory for so many more bytes. */
        boolean addInMemory(long more) {
            synchronized (KeptBytes.this) {
                if (inMemory + more > mostInMemory) {
                    return false;
                }
                bytesInMemory += more;
                inMemory += more;
                return true;
            }
        }

        /** Returns the room in memory. */
        void leaveMemory() {
            synchronized (KeptBytes.this) {
                inMemory -= bytesInMemory;
                bytesInMemory = 0;
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
                leaveMemory();
                if (bytes > 0) {
                    change(-bytes);
                }
            }
        }
    }

    /** For a recording that cannot be recognised without it. */
    Share share(String account) {
        return new Share(account, true);
    }

    /** For a recording that can be decoded again. It never has more than half of all bytes. */
    Share modestShare(String account) {
        return new Share(account, false);
    }

    /** The bytes that are kept now. */
    synchronized long used() {
        return used;
    }

    /** The bytes that are in memory now. */
    synchronized long inMemory() {
        return inMemory;
    }

    /** The number of recordings that found no room since the start. */
    synchronized long refused() {
        return refused;
    }

    long most() {
        return most;
    }
}
