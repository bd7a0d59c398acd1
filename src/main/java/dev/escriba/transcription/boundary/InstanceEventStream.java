package dev.escriba.transcription.boundary;

import dev.escriba.problem.control.Outage;
import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.queue.Progress;
import dev.escriba.transcription.queue.RunEvents;
import dev.escriba.web.control.LiveResponse;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes the events of one run until it ends, the client is gone, or this node leaves the service. A client that comes
 * back, to any node, names the last event that it has.
 */
final class InstanceEventStream implements Runnable {

    private static final Logger LOG = Logger.getLogger(InstanceEventStream.class.getName());

    private static final int NANO_DIGITS = 9;

    /** The time after which a revoked credential ends its stream. */
    private static final Duration MAX_AGE = Duration.ofMinutes(15);

    private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    private final UUID id;
    private final RunEvents events;
    private final BooleanSupplier leaves;
    private final LiveResponse live;
    private final String language;

    /** Between two looks at the run. */
    Duration interval = Duration.ofSeconds(1);

    /**
     * The time that all writes may take together, because a client that reads slowly uses one of the node's streams.
     */
    Duration writeLimit = Duration.ofSeconds(60);

    private LastEvent known;
    private Optional<InstanceState> state = Optional.empty();
    private int attempt = -1;
    private Optional<Progress> progress = Optional.empty();
    private long lastWrite;
    private long writing;

    /**
     * @param known what the client knows already
     * @param leaves whether this node leaves the service
     * @param language of the answer
     */
    InstanceEventStream(
            UUID id, LastEvent known, RunEvents events, BooleanSupplier leaves, LiveResponse live, String language) {
        this.id = id;
        this.known = known;
        this.events = events;
        this.leaves = leaves;
        this.live = live;
        this.language = language;
    }

    /** A client that is gone, or that reads too slowly. */
    private static final class Gone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Gone(Throwable cause) {
            super("the client is gone", cause, false, false);
        }
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        try {
            begin();
            while (!look()) {
                if (leaves.getAsBoolean() || System.nanoTime() - begin > MAX_AGE.toNanos()) {
                    comment("come back");
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            }
        } catch (Gone clientGone) {
            LOG.log(Level.FINE, "The client of an event stream is gone", clientGone);
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The event stream of execution " + id + " ends early");
        }
    }

    private void begin() {
        HttpServletResponse response = live.servletResponse();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Content-Language", language);
        response.setHeader("Cache-Control", "no-store");
        // proxies would wait for more
        response.setHeader("X-Accel-Buffering", "no");
        write("retry: 2000\n\n");
    }

    /** Reads the state of the run once, and sends what is new. Returns whether that was the last event. */
    private boolean look() {
        Optional<RunEvents.Snapshot> found;
        try {
            found = events.read(id, known.attempt(), known.segments());
        } catch (RuntimeException e) {
            if (!Outage.isBehind(e)) {
                throw e;
            }
            keepAlive();
            return false;
        }
        if (found.isEmpty()) {
            return true;
        }
        RunEvents.Snapshot snapshot = found.get();
        InstanceSummary instance = snapshot.instance();
        boolean ends = instance.state().isFinal() && snapshot.isWhole();
        if (!ends && !(state.equals(Optional.of(instance.state())) && attempt == instance.attempts())) {
            state = Optional.of(instance.state());
            attempt = instance.attempts();
            event("state", Optional.empty(), state(instance));
        }
        for (Segment segment : snapshot.segments()) {
            known = known.next(instance.attempts());
            event("segment", Optional.of(known.id()), segment(segment));
        }
        if (!ends && snapshot.progress().isPresent() && !snapshot.progress().equals(progress)) {
            progress = snapshot.progress();
            event("progress", Optional.empty(), progress(progress.get()));
        }
        if (ends) {
            event("end", Optional.empty(), state(instance));
        } else {
            keepAlive();
        }
        return ends;
    }

    private JsonObjectBuilder state(InstanceSummary instance) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("instanceId", instance.id())
                .add("state", instance.state().name())
                .add("attempt", instance.attempts());
        if (instance.failure() != null) {
            json.add("failure", instance.failure());
        }
        return json;
    }

    private JsonObjectBuilder segment(Segment segment) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("number", known.segments() - 1)
                .add("start", seconds(segment.start()))
                .add("end", seconds(segment.end()))
                .add("text", segment.text());
        if (!segment.language().isEmpty()) {
            json.add("language", segment.language());
        }
        segment.channel().ifPresent(channel -> json.add("channel", channel));
        return json;
    }

    private static JsonObjectBuilder progress(Progress progress) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("doneSeconds", seconds(progress.done()))
                .add("totalSeconds", seconds(progress.total()));
        progress.before().ifPresent(before -> json.add("runsBefore", before));
        progress.estimatedEnd().ifPresent(end -> json.add("estimatedEnd", end.toString()));
        return json;
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANO_DIGITS).setScale(3, java.math.RoundingMode.HALF_EVEN);
    }

    private void event(String name, Optional<String> eventId, JsonObjectBuilder data) {
        write(eventId.map(text -> "id: " + text + "\n").orElse("") + "event: " + name + "\ndata: " + data.build()
                + "\n\n");
    }

    private void comment(String text) {
        write(": " + text + "\n\n");
    }

    private void keepAlive() {
        if (System.nanoTime() - lastWrite > MAX_SILENCE.toNanos()) {
            comment("keep-alive");
        }
    }

    private void write(String frame) {
        long start = System.nanoTime();
        try {
            live.servletResponse().getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
            live.servletResponse().getOutputStream().flush();
        } catch (IOException e) {
            throw new Gone(e);
        }
        lastWrite = System.nanoTime();
        writing += lastWrite - start;
        if (live.clientGone().getAsBoolean() || writing > writeLimit.toNanos()) {
            throw new Gone(null);
        }
    }
}
