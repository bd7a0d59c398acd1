package dev.escriba.media.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private static Duration claimed(Optional<Duration> declared, long bytes) {
        return new Recording(
                        new Upload(Path.of("upload"), bytes, "recording.webm"),
                        new MediaFacts(MediaFormat.WEBM, 0, "opus", 48_000, ChannelLayout.MONO, declared))
                .claimed();
    }

    @Test
    void takesTheClaimedLength() {
        assertThat(claimed(Optional.of(Duration.ofSeconds(10)), 20_000_000)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void estimatesTheLengthBySizeWithoutAClaim() {
        assertThat(claimed(Optional.empty(), 400_000))
                .as("ten seconds at 128 kbit/s, as browsers record")
                .isBetween(Duration.ofSeconds(10), Duration.ofMinutes(2));
        assertThat(claimed(Optional.empty(), 20_000_000)).isGreaterThan(Duration.ofMinutes(30));
    }
}
