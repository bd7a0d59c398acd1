package dev.escriba.openai.boundary;

import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.LiveResponse;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes server-sent events. The answer begins with the first event or comment. A comment keeps the connection open
 * while there is no event, also while the run waits for its place. A write shows that a client is gone or reads too
 * slowly.
 */
final class EventWriter implements AutoCloseable {

    /** An answer that no one reads. It is for the log. */
    private static final int CLIENT_GONE = 499;

    /**
     * The time between comments, and how slowly a client may read.
     *
     * @param pause the time without an event after which a comment is sent
     * @param writeLimit the time that all writes may take together
     */
    record Pace(Duration pause, Duration writeLimit) {}

    private final LiveResponse live;
    private final String language;
    private final Pace pace;

    /** A write may block while its thread has this lock. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition change = lock.newCondition();
    private String instance = "";
    private long lastWrite = System.nanoTime();
    private long writing;
    private boolean closed;
    private volatile boolean begun;
    private volatile boolean gone;

    /**
     * An answer of which nothing has been sent.
     *
     * @param language of the messages
     */
    EventWriter(LiveResponse live, String language, Pace pace) {
        this.live = live;
        this.language = language;
        this.pace = pace;
    }

    /** The answer names this instance, unless it has begun. */
    void instance(UUID id) {
        lock.lock();
        try {
            instance = id.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer has begun: then it has the status 200, and a failure can only be an event. */
    boolean isBegun() {
        return begun;
    }

    /**
     * Checks that there is a reader. Any thread may call this.
     *
     * @throws Problem when a write has found that the client is gone or too slow
     */
    void check() {
        if (gone || live.clientGone().getAsBoolean()) {
            throw Problem.of(CLIENT_GONE, "openai.client-gone");
        }
    }

    /**
     * Sends events.
     *
     * @throws Problem when the client is gone or too slow; 503 when this thread is interrupted while it waits
     */
    void events(JsonObjectBuilder... events) {
        try {
            // a comment that the client does not read must not keep the run from being cancelled
            lock.lockInterruptibly();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable();
        }
        try {
            for (JsonObjectBuilder event : events) {
                write("data: " + event.build() + "\n\n");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends a failure as the last event, if there is a reader. */
    void failure(String error) {
        lock.lock();
        try {
            check();
            write("data: " + error + "\n\n");
        } catch (Problem clientGone) {
            // nothing is left to tell
        } finally {
            lock.unlock();
        }
    }

    private void write(String frame) {
        HttpServletResponse response = live.servletResponse();
        long start = System.nanoTime();
        try {
            if (!begun) {
                begin(response);
            }
            response.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
            response.getOutputStream().flush();
        } catch (IOException clientGone) {
            gone = true;
        }
        lastWrite = System.nanoTime();
        writing += lastWrite - start;
        if (writing > pace.writeLimit().toNanos()) {
            gone = true;
        }
        check();
    }

    private void begin(HttpServletResponse response) {
        begun = true;
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Content-Language", language);
        // proxies would wait for more
        response.setHeader("X-Accel-Buffering", "no");
        if (!instance.isEmpty()) {
            response.setHeader("X-Instance-Id", instance);
        }
    }

    /** Sends comments until the writer is closed or the client is gone. Runs on a thread of its own. */
    void keepAlive() {
        lock.lock();
        try {
            while (!closed) {
                long left = lastWrite + pace.pause().toNanos() - System.nanoTime();
                if (left > 0) {
                    boolean unused = change.await(left, TimeUnit.NANOSECONDS);
                } else {
                    write(": keep-alive\n\n");
                }
            }
        } catch (Problem clientGone) {
            // the run notices it when it reads more audio
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Sends no more comments. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
