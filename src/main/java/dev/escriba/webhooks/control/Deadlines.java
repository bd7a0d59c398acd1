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

    /**
     * Limits the life of a socket until {@link #forget}.
     *
     * @param end by {@link System#nanoTime()}
     */
    void limit(Socket socket, long end) {
        ends.put(socket, end);
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

    /** Closes all sockets that are limited now. */
    void closeAll() {
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
