package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.control.QueueSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamLimitsTest {

    private final StreamLimits limits = new StreamLimits(Configured.read(
            QueueSettings::read,
            "escriba.queue.max-event-streams",
            "3",
            "escriba.queue.max-event-streams-per-key",
            "2"));

    private static Caller caller(String name) {
        return new Caller(name, "account", Set.of());
    }

    private void assertRefused(int status, String name) {
        assertThatThrownBy(() -> limits.enter(caller(name))).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.retryAfter()).isPresent();
        });
    }

    @Test
    void aCredentialHasAFewStreamsAndTheNodeToo() {
        limits.enter(caller("a"));
        Runnable second = limits.enter(caller("a"));
        assertRefused(429, "a");
        limits.enter(caller("b"));
        assertRefused(503, "b");
        second.run();
        // a second call changes nothing
        second.run();
        assertThat(limits.open()).isEqualTo(2);
        limits.enter(caller("a"));
        assertRefused(503, "c");
    }
}
