package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

    /** A shorter retention would delete deliveries that wait for a node which is down, and parked ones unseen. */
    @ParameterizedTest
    @CsvSource({"PT1S, false", "PT23H59M, false", "P1D, true", "P3650D, true", "P3651D, false"})
    void refusesARetentionThatLosesDeliveries(String retention, boolean accepted) {
        SettingsReader reader = new SettingsReader(Configured.by(Map.of("escriba.webhooks.retention", retention)));
        WebhookSettings.read(reader);
        assertThat(reader.wrong().isEmpty()).isEqualTo(accepted);
        assertThat(reader.wrong()).extracting(WrongSetting::key).allMatch("escriba.webhooks.retention"::equals);
    }
}
