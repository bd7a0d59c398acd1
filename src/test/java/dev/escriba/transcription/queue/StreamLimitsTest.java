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

    private final StreamLimits limits = limits("4");

    private static StreamLimits limits(String most) {
        return new StreamLimits(Configured.read(
                QueueSettings::read,
                "escriba.queue.max-event-streams",
                most,
                "escriba.queue.max-event-streams-per-key",
                "2"));
    }

    /** A caller of an account of its own. */
    private static Caller caller(String name) {
        return new Caller(name, "account of " + name, Set.of());
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
        limits.enter(caller("b"));
        assertRefused(503, "c");
        second.run();
        // a second call changes nothing
        second.run();
        assertThat(limits.open()).isEqualTo(3);
        limits.enter(caller("a"));
        assertRefused(503, "c");
    }

    @Test
    void anAccountHasHalfOfTheStreamsOfTheNode() {
        StreamLimits node = limits("4");
        Runnable first = node.enter(new Caller("a", "account", Set.of()));
        node.enter(new Caller("b", "account", Set.of()));
        assertThatThrownBy(() -> node.enter(new Caller("c", "account", Set.of())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(429));
        node.enter(caller("d"));
        first.run();
        node.enter(new Caller("c", "account", Set.of()));
        assertThat(node.open()).isEqualTo(3);
    }
}
