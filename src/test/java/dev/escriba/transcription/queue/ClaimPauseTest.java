package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClaimPauseTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

    private final ClaimPause pause = new ClaimPause();

    @Test
    void thePauseDoublesWithEachFailureUpToFiveMinutes() {
        assertThat(ClaimPause.after(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(ClaimPause.after(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(ClaimPause.after(6)).isEqualTo(Duration.ofMinutes(5));
        assertThat(ClaimPause.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void failuresDuringAPauseDoNotLengthenIt() {
        assertThat(pause.isOver(NOW)).isTrue();
        pause.failed(NOW);
        pause.failed(NOW.plusSeconds(5));
        assertThat(pause.isOver(NOW.plusSeconds(9))).isFalse();
        assertThat(pause.isOver(NOW.plusSeconds(10))).isTrue();
        pause.failed(NOW.plusSeconds(10));
        assertThat(pause.isOver(NOW.plusSeconds(29))).isFalse();
        assertThat(pause.isOver(NOW.plusSeconds(30))).isTrue();
    }

    @Test
    void aPauseEndsWhereTheClockIsSetBack() {
        pause.failed(NOW.plus(Duration.ofDays(1)));
        assertThat(pause.isOver(NOW)).isTrue();
    }

    @Test
    void aSuccessEndsThePause() {
        pause.failed(NOW);
        pause.succeeded();
        assertThat(pause.isOver(NOW)).isTrue();
        pause.failed(NOW);
        assertThat(pause.isOver(NOW.plusSeconds(10))).isTrue();
    }
}
