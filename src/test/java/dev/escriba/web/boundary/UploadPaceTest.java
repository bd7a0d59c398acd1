package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadPaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aClientHasItsTimeOfGraceAndThenHasToSend() {
        UploadPace pace = new UploadPace(30 * SECOND, 1_000, 100 * SECOND);
        assertThat(pace.allow(0, 30 * SECOND)).isTrue();
        assertThat(pace.allow(10_000, 10 * SECOND)).isTrue();
        assertThat(pace.allow(1, SECOND)).isFalse();
    }

    @Test
    void whatWasSentFastMayBeFollowedByAPause() {
        UploadPace pace = new UploadPace(SECOND, 1_000, 100 * SECOND);
        assertThat(pace.allow(60_000, 0)).isTrue();
        assertThat(pace.allow(1, 61 * SECOND)).isTrue();
        assertThat(pace.allow(1, SECOND)).isFalse();
    }

    @Test
    void tricklesAreFoundOut() {
        UploadPace pace = new UploadPace(10 * SECOND, 1_000, 100 * SECOND);
        int seconds = 0;
        while (pace.allow(1, SECOND)) {
            seconds++;
        }
        assertThat(seconds).isEqualTo(10);
    }

    @Test
    void aBodyHasToArriveInItsTimeHoweverMuchArrives() {
        UploadPace pace = new UploadPace(SECOND, 1_000, 20 * SECOND);
        assertThat(pace.allow(1_000_000, 20 * SECOND)).isTrue();
        assertThat(pace.allow(1_000_000, 1)).isFalse();
    }
}
