package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeechSettingsTest {

    private static SpeechSettings read(Map<String, String> values) {
        return SettingsReader.read(Configured.by(values), SpeechSettings::read);
    }

    @Test
    void hasDefaultsThatFollowTheProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(read(Map.of())).isEqualTo(new SpeechSettings(processors, Math.max(3, 2 * processors), 32, 16, 60));
        assertThat(read(Map.of("escriba.speech.workers", "3"))).isEqualTo(new SpeechSettings(3, 6, 32, 16, 60));
        assertThat(read(Map.of("escriba.speech.workers", "1"))).isEqualTo(new SpeechSettings(1, 3, 32, 16, 60));
        assertThat(read(Map.of("escriba.speech.waiting-line", "0")).waitingLinePerAccount())
                .isEqualTo(1);
    }

    @Test
    void readsEveryKey() {
        assertThat(read(Map.of(
                        "escriba.speech.workers", "3",
                        "escriba.speech.concurrent-runs", "4",
                        "escriba.speech.waiting-line", "5",
                        "escriba.speech.waiting-line-per-caller", "2")))
                .isEqualTo(new SpeechSettings(3, 4, 5, 2, 60));
    }

    @Test
    void refusesConfigurationThatMakesNoSense() {
        assertThatThrownBy(() -> read(Map.of("escriba.speech.workers", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.speech.workers");

        assertThatThrownBy(() -> read(Map.of("escriba.speech.waiting-line-per-caller", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.speech.waiting-line-per-caller");
    }

    /** Requests that wait for other servers leave threads to all others. */
    @Test
    void remoteModelsHaveAPartOfTheRequests() {
        assertThat(read(Map.of("escriba.web.max-requests", "57")).remoteRequests())
                .isEqualTo(43);
        assertThat(read(Map.of("escriba.web.max-requests", "1")).remoteRequests())
                .isEqualTo(1);
        assertThat(read(Map.of("escriba.speech.max-remote-requests", "7")).remoteRequests())
                .isEqualTo(7);
    }
}
