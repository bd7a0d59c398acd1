package dev.escriba.it.crash;

import dev.escriba.Await;
import dev.escriba.it.support.EventReader;
import dev.escriba.it.support.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A client that reads the events of a run until its end. It comes back where a stream breaks, and hangs up by itself
 * from time to time, each time to another node, with the id of the last segment that it has.
 */
final class RunFollower extends Thread {

    private static final int SEGMENTS_OF_A_STREAM = 40;
    private static final Duration MAX_ABSENCE = Duration.ofMinutes(5);

    private final Supplier<List<Service>> nodes;
    private final String instance;

    /** Guarded by itself. */
    private final List<EventReader.Event> segments = new ArrayList<>();

    private final AtomicInteger streams = new AtomicInteger();
    private String last;
    private volatile int attempt;
    private volatile double done;
    private volatile EventReader.Event end;
    private volatile Throwable failure;

    /** @param nodes that answer now */
    RunFollower(Supplier<List<Service>> nodes, String instance) {
        super("follower");
        this.nodes = nodes;
        this.instance = instance;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (end == null) {
                read();
            }
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void read() throws IOException, InterruptedException {
        EventReader[] open = new EventReader[1];
        Await.until("stream of events", MAX_ABSENCE, () -> {
            open[0] = open().orElse(null);
            return open[0] != null;
        });
        int before = segments().size();
        try (EventReader events = open[0]) {
            for (Optional<EventReader.Event> next = events.next(); next.isPresent(); next = events.next()) {
                keep(next.get());
                if (segments().size() - before >= SEGMENTS_OF_A_STREAM) {
                    return;
                }
            }
        }
    }

    private Optional<EventReader> open() throws InterruptedException {
        List<Service> alive = nodes.get();
        if (alive.isEmpty()) {
            return Optional.empty();
        }
        try {
            EventReader events =
                    EventReader.open(alive.get(streams.get() % alive.size()), instance, Optional.ofNullable(last));
            streams.incrementAndGet();
            return Optional.of(events);
        } catch (IOException killed) {
            return Optional.empty();
        }
    }

    private void keep(EventReader.Event event) {
        switch (event.name()) {
            case "segment" -> {
                last = event.id();
                synchronized (segments) {
                    segments.add(event);
                }
            }
            case "state" -> {
                int current = event.data().getInt("attempt");
                done = current == attempt ? done : 0;
                attempt = current;
            }
            case "progress" -> done = event.data().getJsonNumber("doneSeconds").doubleValue();
            case "end" -> end = event;
            default -> throw new IllegalStateException("an event that is not documented: " + event);
        }
    }

    /** Waits until an attempt has done some seconds of the recording. */
    void awaitDone(int ofAttempt, double seconds, Duration most) throws InterruptedException {
        Await.until("attempt " + ofAttempt + " at " + seconds + " s", most, () -> {
            requireAlive();
            return attempt == ofAttempt && done >= seconds;
        });
    }

    /** Waits for the end of the run. Returns the event that tells it. */
    EventReader.Event awaitEnd(Duration most) throws InterruptedException {
        Await.until("end", most, () -> {
            requireAlive();
            return end != null;
        });
        return end;
    }

    private void requireAlive() {
        if (failure != null) {
            throw new AssertionError("the client gave up", failure);
        }
    }

    /** All segments that came, in their order. */
    List<EventReader.Event> segments() {
        synchronized (segments) {
            return List.copyOf(segments);
        }
    }

    /** The seconds of the recording that the current attempt has done. */
    double done() {
        return done;
    }

    int streams() {
        return streams.get();
    }
}
