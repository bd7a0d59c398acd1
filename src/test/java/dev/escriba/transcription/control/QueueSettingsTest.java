package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSettingsTest {

    /** The audio in the directory of a node that works on no queued run would wait until it expires. */
    @ParameterizedTest
    @CsvSource({
        "true, directory, concurrent-runs, 0, false",
        "true, directory, concurrent-runs, 1, true",
        "true, database, concurrent-runs, 0, true",
        "false, directory, concurrent-runs, 0, true",
        "true, directory, concurrent-remote-runs, 0, false",
        "true, directory, concurrent-remote-runs, 1, true",
        "true, database, concurrent-remote-runs, 0, true",
        "false, directory, concurrent-remote-runs, 0, true"
    })
    void refusesRunsThatNoNodeCouldWorkOn(String enabled, String audio, String key, String runs, boolean accepted) {
        String name = "escriba.queue." + key;
        Map<String, String> values = Map.of("escriba.queue.enabled", enabled, "escriba.queue.audio", audio, name, runs);
        SettingsReader reader = new SettingsReader(Configured.by(values));
        QueueSettings read = QueueSettings.read(reader);
        assertThat(key.equals("concurrent-runs") ? read.concurrentRuns() : read.concurrentRemoteRuns())
                .isEqualTo(Integer.parseInt(runs));
        assertThat(reader.wrong().isEmpty()).isEqualTo(accepted);
        assertThat(reader.wrong()).extracting(WrongSetting::key).allMatch(name::equals);
    }
}
