package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuringPlacesTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final MeasuringPlaces places = new MeasuringPlaces();

    private void assertRefused(int status, String account) {
        assertThatThrownBy(() -> places.enter(account, Duration.ofMillis(1)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(status);
                    assertThat(problem.retryAfter()).isPresent();
                });
    }

    @Test
    void anAccountHasOnePlaceAndLeavesTheOtherToOtherAccounts() throws InterruptedException {
        Runnable first = places.enter("a", LONG);
        assertRefused(503, "a");
        Runnable second = places.enter("b", LONG);
        assertRefused(503, "c");
        first.run();
        places.enter("a", LONG).run();
        second.run();
        places.enter("c", LONG).run();
    }

    @Test
    void refusesWhatAnAccountHasBeyondItsLineAtOnce() throws InterruptedException {
        Runnable measured = places.enter("a", LONG);
        List<Thread> line = new ArrayList<>();
        for (int i = 1; i < MeasuringPlaces.OF_AN_ACCOUNT; i++) {
            Thread waits = new Thread(
                    () -> {
                        try {
                            places.enter("a", LONG).run();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "waits " + i);
            waits.start();
            line.add(waits);
        }
        for (Thread waits : line) {
            Await.until("wait", LONG, () -> waits.getState() == Thread.State.TIMED_WAITING);
        }
        assertRefused(429, "a");
        places.enter("b", LONG).run();
        measured.run();
        for (Thread waits : line) {
            waits.join();
        }
        places.enter("a", LONG).run();
    }
}
