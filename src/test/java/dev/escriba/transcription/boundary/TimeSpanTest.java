package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 00:00:00",
        "PT11S, 00:00:11",
        "PT1M2.5S, 00:01:02.5000000",
        "PT26H3M4S, 1.02:03:04",
        "PT0.05S, 00:00:00.0500000",
        "PT8.1763125S, 00:00:08.1763125",
        "PT0.0000001S, 00:00:00.0000001",
        "PT0.000000099S, 00:00:00",
        "PT23H59M59.9999999S, 23:59:59.9999999",
        "PT240H, 10.00:00:00"
    })
    void isWrittenInTheConstantForm(Duration duration, String expected) {
        assertThat(TimeSpan.of(duration)).isEqualTo(expected);
    }
}
