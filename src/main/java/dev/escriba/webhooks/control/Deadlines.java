package dev.escriba.webhooks.control;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes sockets whose time is over. A time-out of a socket limits one read; a peer that sends a byte at a time, also
 * within the TLS handshake, would never reach it.
 */
final class Deadlines {

    private final Map<Socket, Long> ends = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * Limits the life of a socket until {@link #forget}. After {@link #closeAll} its life is over at once.
     *
     * @param end by {@link System#nanoTime()}
     */
    void limit(Socket socket, long end) {
        ends.put(socket, end);
        // read after the entry is there: either this thread sees the flag, or the one that sets it sees the entry
        if (closed) {
            close(socket);
        }
    }

    void forget(Socket socket) {
        ends.remove(socket);
    }

    /** Closes the sockets whose time is over. A job calls it. */
    void enforce() {
        long now = System.nanoTime();
        ends.forEach((socket, end) -> {
            if (end - now < 0) {
                ends.remove(socket);
                close(socket);
            }
        });
    }

    /** Closes all sockets that are limited now, and each one that is limited later. */
    void closeAll() {
        closed = true;
        ends.keySet().forEach(Deadlines::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the thread that uses the socket gets the failure
        }
    }
}
