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
        "true, directory, 0, false",
        "true, directory, 1, true",
        "true, database, 0, true",
        "false, directory, 0, true"
    })
    void refusesRunsThatNoNodeCouldWorkOn(String enabled, String audio, String runs, boolean accepted) {
        Map<String, String> values = Map.of(
                "escriba.queue.enabled", enabled, "escriba.queue.audio", audio, "escriba.queue.concurrent-runs", runs);
        SettingsReader reader = new SettingsReader(Configured.by(values));
        assertThat(QueueSettings.read(reader).concurrentRuns()).isEqualTo(Integer.parseInt(runs));
        assertThat(reader.wrong().isEmpty()).isEqualTo(accepted);
        assertThat(reader.wrong()).extracting(WrongSetting::key).allMatch("escriba.queue.concurrent-runs"::equals);
    }
}
