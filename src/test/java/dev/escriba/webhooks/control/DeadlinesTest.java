package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long LATER = 3_600_000_000_000L;

    private final Deadlines deadlines = new Deadlines();

    @Test
    void aSocketIsClosedWhenItsTimeIsOver() throws IOException {
        try (Socket over = new Socket();
                Socket inTime = new Socket();
                Socket forgotten = new Socket()) {
            deadlines.limit(over, System.nanoTime() - 1);
            deadlines.limit(inTime, System.nanoTime() + LATER);
            deadlines.limit(forgotten, System.nanoTime() - 1);
            deadlines.forget(forgotten);
            deadlines.enforce();
            assertThat(over.isClosed()).isTrue();
            assertThat(inTime.isClosed()).isFalse();
            assertThat(forgotten.isClosed()).isFalse();
        }
    }

    /** A stop does not wait for an attempt that begins a moment later. */
    @Test
    void aSocketThatIsLimitedAfterTheStopIsClosedAtOnce() throws IOException {
        try (Socket before = new Socket();
                Socket after = new Socket()) {
            deadlines.limit(before, System.nanoTime() + LATER);
            deadlines.closeAll();
            assertThat(before.isClosed()).isTrue();
            deadlines.limit(after, System.nanoTime() + LATER);
            assertThat(after.isClosed()).isTrue();
        }
    }
}
