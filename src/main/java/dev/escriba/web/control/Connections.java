package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The connections of requests. All of them share one look at the table of the system, which is at most a second old, so
 * that the cost does not grow with the requests.
 */
@ApplicationScoped
public class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class.getName());

    /** After a table that cannot be read. The process may have had too many open files. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** Reads the table of the system. */
    interface Source {
        TcpTable read() throws IOException;
    }

    private final boolean watches;
    private final Source source;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Optional<TcpTable> table = Optional.empty();

    /** No reading before this nanosecond. Guarded by the lock. */
    private long next;

    /** Watches no connection, for use without a container. */
    public Connections() {
        this(false, TcpTable::read, System::nanoTime);
    }

    @Inject
    public Connections(WebSettings settings) {
        this(settings.watchesConnections(), TcpTable::read, System::nanoTime);
    }

    Connections(boolean watches, Source source, LongSupplier clock) {
        this.watches = watches;
        this.source = source;
        this.clock = clock;
        next = clock.getAsLong();
    }

    /**
     * The connection on which this request has come.
     *
     * @param repeatable whether the client can repeat the request for its result; then it may leave, and come back
     */
    public ClientConnection of(HttpServletRequest request, boolean repeatable) {
        if (!watches || repeatable) {
            return ClientConnection.unknown();
        }
        return Addresses.bytes(request.getRemoteAddr())
                .map(remote -> TcpTable.key(remote, request.getRemotePort(), request.getLocalPort()))
                .map(key -> new ClientConnection(this, key, now()))
                .orElseGet(ClientConnection::unknown);
    }

    long now() {
        return clock.getAsLong();
    }

    /** The table; empty if the system has none. While one thread reads it, others get the one before. */
    Optional<TcpTable> table() {
        if (lock.tryLock()) {
            try {
                long now = now();
                if (now - next >= 0) {
                    next = now + ClientConnection.INTERVAL.toNanos();
                    table = Optional.of(source.read());
                }
            } catch (IOException e) {
                next = now() + RETRY.toNanos();
                table = Optional.empty();
                LOG.log(
                        told.getAndSet(true) ? Level.FINE : Level.INFO,
                        "The system lists no connections ({0}); a client that is gone is noticed at a write",
                        e.toString());
            } finally {
                lock.unlock();
            }
        }
        return table;
    }
}
