package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.queue.Progress;
import dev.escriba.transcription.queue.RunEvents;
import dev.escriba.web.control.LiveResponse;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InstanceEventStreamTest {

    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Queue<Supplier<RunEvents.Snapshot>> snapshots = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private Duration writeLimit = Duration.ofSeconds(60);
    private boolean gone;
    private boolean leaves;

    private final RunEvents events = new RunEvents(null, null) {
        @Override
        public Optional<Snapshot> read(UUID id, int attempt, int known) {
            asked.add(attempt + "/" + known);
            return Optional.of(snapshots.remove().get());
        }
    };

    private String stream(String lastEventId) {
        ServletOutputStream body = new ServletOutputStream() {
            @Override
            public void write(int one) {
                written.write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> method.getName().equals("getOutputStream") ? body : null);
        InstanceEventStream stream = new InstanceEventStream(
                ID,
                LastEvent.of(lastEventId),
                events,
                () -> leaves && snapshots.isEmpty(),
                new LiveResponse(response, () -> gone),
                "en");
        stream.interval = Duration.ofMillis(1);
        stream.writeLimit = writeLimit;
        stream.run();
        return written.toString(StandardCharsets.UTF_8);
    }

    private static InstanceSummary instance(InstanceState state, int attempts, String failure) {
        return new InstanceSummary(
                ID.toString(),
                state,
                "model",
                null,
                "key:1",
                null,
                null,
                1,
                "WAV",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                failure,
                null,
                Instant.EPOCH,
                null,
                attempts,
                null,
                null);
    }

    private void see(InstanceState state, int attempts, Optional<Progress> progress, Segment... segments) {
        snapshots.add(() -> new RunEvents.Snapshot(instance(state, attempts, null), progress, List.of(segments), true));
    }

    private static Segment segment(int second, String text) {
        return new Segment(Duration.ofSeconds(second), Duration.ofSeconds(second + 1L), text, "en", -0.1);
    }

    private static Optional<Progress> done(int seconds) {
        return Optional.of(new Progress(
                Duration.ofSeconds(seconds), Duration.ofSeconds(9), OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void tellsARunFromTheQueueToItsEnd() {
        see(
                InstanceState.QUEUED,
                0,
                Optional.of(new Progress(Duration.ZERO, Duration.ofSeconds(9), OptionalLong.of(3), Optional.empty())));
        see(InstanceState.RUNNING, 1, done(1), segment(0, "one"));
        see(InstanceState.RUNNING, 1, done(1));
        see(InstanceState.SUCCEEDED, 1, Optional.empty(), segment(1, "two \"quoted\"\nlines"));
        assertThat(stream(null)).isEqualTo("""
                retry: 2000

                event: state
                data: {"instanceId":"00000000-0000-0000-0000-000000000001","state":"QUEUED","attempt":0}

                event: progress
                data: {"doneSeconds":0.000,"totalSeconds":9.000,"runsBefore":3}

                event: state
                data: {"instanceId":"00000000-0000-0000-0000-000000000001","state":"RUNNING","attempt":1}

                id: 1.0
                event: segment
                data: {"number":0,"start":0.000,"end":1.000,"text":"one","language":"en"}

                event: progress
                data: {"doneSeconds":1.000,"totalSeconds":9.000}

                id: 1.1
                event: segment
                data: {"number":1,"start":1.000,"end":2.000,"text":"two \\"quoted\\"\\nlines","language":"en"}

                event: end
                data: {"instanceId":"00000000-0000-0000-0000-000000000001","state":"SUCCEEDED","attempt":1}

                """);
        assertThat(asked).containsExactly("0/0", "0/0", "1/1", "1/1");
    }

    @Test
    void beginsAfterTheLastEventOfTheClient() {
        see(InstanceState.SUCCEEDED, 1, Optional.empty(), segment(2, "three"));
        assertThat(stream("1.1")).contains("id: 1.2\nevent: segment").contains("\"number\":2");
        assertThat(asked).containsExactly("1/2");
    }

    @Test
    void tellsThatAnotherAttemptHasBegun() {
        see(InstanceState.RUNNING, 2, Optional.empty(), segment(0, "one"));
        see(InstanceState.FAILED, 2, Optional.empty());
        assertThat(stream("1.7")).contains("\"attempt\":2").contains("id: 2.0\n");
    }

    @Test
    void tellsTheReasonOfAFailure() {
        snapshots.add(() -> new RunEvents.Snapshot(
                instance(InstanceState.CANCELLED, 1, "cancelled"), Optional.empty(), List.of(), true));
        assertThat(stream(null)).contains("event: end").contains("\"failure\":\"cancelled\"");
    }

    @Test
    void goesOnAfterAnOutageOfTheDatabase() {
        snapshots.add(() -> {
            throw new PersistenceException(new SQLException("connection reset", "08006"));
        });
        see(InstanceState.SUCCEEDED, 1, Optional.empty());
        assertThat(stream(null)).contains("event: end");
    }

    @Test
    void endsWhenTheNodeLeavesTheService() {
        leaves = true;
        see(InstanceState.RUNNING, 1, Optional.empty());
        assertThat(stream(null)).contains("\"RUNNING\"").endsWith(": come back\n\n");
    }

    @Test
    void aReaderThatIsTooSlowLosesItsStream() {
        writeLimit = Duration.ZERO;
        assertThat(stream(null)).isEqualTo("retry: 2000\n\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void endsWhenTheClientIsGone() {
        gone = true;
        stream(null);
        assertThat(asked).isEmpty();
    }
}
