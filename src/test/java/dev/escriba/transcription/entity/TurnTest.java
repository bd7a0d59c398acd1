package dev.escriba.transcription.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnTest {

    @Test
    void aNewAccountBeginsAtTheVirtualTime() {
        assertThat(Turn.after(500, 0, Duration.ofNanos(100))).isEqualTo(new Turn(500, 600));
    }

    @Test
    void anAccountWithWaitingRunsBeginsAfterThem() {
        assertThat(Turn.after(500, 900, Duration.ofNanos(100))).isEqualTo(new Turn(900, 1000));
    }

    @Test
    void anEmptyRecordingTakesATurnToo() {
        assertThat(Turn.after(500, 900, Duration.ZERO)).isEqualTo(new Turn(900, 901));
    }
}
