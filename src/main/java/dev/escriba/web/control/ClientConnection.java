package dev.escriba.web.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connection of the client of one request, which the system tells to be open or closed. Servers tell of it at a
 * write at the latest, and no byte is written before the answer is known. Any thread may ask.
 */
public final class ClientConnection {

    /** The time from the begin of a request to the first look at its connection, and between two looks. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final ClientConnection UNKNOWN = new ClientConnection(null, null, 0);

    private final Connections connections;
    private final String key;

    private final ReentrantLock lock = new ReentrantLock();
    private long next;
    private boolean seen;
    private boolean missed;
    private boolean gone;

    /** @param key in the table of the system; null if the connection cannot be in it */
    ClientConnection(Connections connections, String key, long begin) {
        this.connections = connections;
        this.key = key;
        next = begin + INTERVAL.toNanos();
    }

    /** A connection of which nothing is known. Its client is never gone. */
    public static ClientConnection unknown() {
        return UNKNOWN;
    }

    /**
     * Whether the client has closed its connection, or has only ended its sending, which looks the same. Says false
     * where it is not known. Looks once a second at most.
     */
    public boolean isGone() {
        if (key == null) {
            return false;
        }
        lock.lock();
        try {
            long now = connections.now();
            if (!gone && now - next >= 0) {
                next = now + INTERVAL.toNanos();
                connections.table().ifPresent(this::look);
            }
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private void look(TcpTable table) {
        Optional<TcpTable.State> state = table.state(key);
        if (state.isPresent()) {
            seen |= state.get() == TcpTable.State.OPEN;
            gone = state.get() == TcpTable.State.CLOSED;
            missed = false;
        } else {
            // a reset connection is in no table. The first time may be chance: the table changes while it is read. One
            // that was never seen has the address of another machine, for example behind a proxy of the server
            gone = seen && missed;
            missed = true;
        }
    }
}
