package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void pausesGrowFromFiveSecondsToADayAndThenEnd() {
        List<Duration> pauses = new ArrayList<>();
        int attempt = 1;
        for (Optional<Duration> pause = after(attempt); pause.isPresent(); pause = after(attempt)) {
            pauses.add(pause.get());
            attempt++;
        }
        assertThat(pauses).isSorted().hasSize(9);
        assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pauses.get(8)).isEqualTo(Duration.ofHours(24));
        assertThat(attempt).isEqualTo(10);
    }

    @Test
    void aPauseIsLongerByATenthAtMost() {
        assertThat(BackOff.after(1, Optional.empty(), 1)).contains(Duration.ofMillis(5_500));
        assertThat(BackOff.after(2, Optional.empty(), 0.5)).contains(Duration.ofSeconds(315));
    }

    @Test
    void theReceiverMayAskForALongerPauseButNotForever() {
        assertThat(BackOff.after(1, Optional.of(Duration.ofMinutes(2)), 0)).contains(Duration.ofMinutes(2));
        assertThat(BackOff.after(1, Optional.of(Duration.ofSeconds(1)), 0)).contains(Duration.ofSeconds(5));
        assertThat(BackOff.after(1, Optional.of(Duration.ofDays(900)), 0)).contains(Duration.ofHours(24));
        assertThat(BackOff.after(10, Optional.of(Duration.ofSeconds(1)), 0)).isEmpty();
    }

    @Test
    void anAddressThatFailsRestsForFiveMinutesAtMost() {
        assertThat(BackOff.ofAddress(1, Optional.empty())).isEqualTo(Duration.ofSeconds(5));
        assertThat(BackOff.ofAddress(2, Optional.empty())).isEqualTo(Duration.ofSeconds(10));
        assertThat(BackOff.ofAddress(7, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
        assertThat(BackOff.ofAddress(Integer.MAX_VALUE, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anAddressRestsForAsLongAsItAsksButForADayAtMost() {
        assertThat(BackOff.ofAddress(1, Optional.of(Duration.ofMinutes(10)))).isEqualTo(Duration.ofMinutes(10));
        assertThat(BackOff.ofAddress(3, Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofSeconds(20));
        assertThat(BackOff.ofAddress(1, Optional.of(Duration.ofDays(900)))).isEqualTo(Duration.ofHours(24));
    }

    private static Optional<Duration> after(int attempt) {
        return BackOff.after(attempt, Optional.empty(), 0);
    }
}
