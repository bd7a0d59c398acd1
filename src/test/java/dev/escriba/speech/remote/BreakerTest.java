package dev.escriba.speech.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final int FAILURES = 2;
    private static final Duration DELAY = Duration.ofMillis(50);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private Breaker breaker;

    /** Of a request that was sent while the breaker was closed. */
    private Breaker.Pass early;

    @BeforeEach
    void open() throws Exception {
        breaker = new Breaker(FAILURES, DELAY, opened::incrementAndGet, closed::incrementAndGet);
        early = breaker.acquire().orElseThrow();
        for (int i = 0; i < FAILURES; i++) {
            assertThat(breaker.acquire()).isPresent();
            breaker.failed();
        }
        assertThat(breaker.acquire()).isEmpty();
        Await.until("end of the delay", Duration.ofSeconds(5), () -> !breaker.refuses());
    }

    @Test
    void oneRequestTriesTheServerAgain() {
        assertThat(early.isTrial()).isFalse();
        assertThat(breaker.acquire())
                .hasValueSatisfying(pass -> assertThat(pass.isTrial()).isTrue());
        assertThat(breaker.acquire()).isEmpty();
        breaker.succeeded();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aTrialThatSaysNothingGivesItsPermitToTheNextOne() {
        breaker.release(breaker.acquire().orElseThrow());
        assertThat(breaker.acquire()).isPresent();
        assertThat(breaker.acquire()).isEmpty();
        assertThat(opened).as("told as open").hasValue(1);
    }

    @Test
    void aRequestFromBeforeGivesNoFurtherTrial() {
        assertThat(breaker.acquire()).isPresent();
        breaker.release(early);
        assertThat(breaker.acquire()).isEmpty();
    }

    @Test
    void aDoubtOpensTheBreakerOnlyIfItIsThatOfTheTrial() {
        Breaker.Pass trial = breaker.acquire().orElseThrow();
        breaker.doubted(early);
        assertThat(breaker.refuses()).isFalse();
        breaker.doubted(trial);
        assertThat(breaker.refuses()).isTrue();
    }
}
