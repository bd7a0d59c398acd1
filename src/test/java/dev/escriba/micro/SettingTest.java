package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private static final String EXITS = "escriba.exit-on-failed-start";
    private static final String PACKS = "escriba.models.packed";

    @AfterEach
    void clear() {
        System.clearProperty(EXITS);
        System.clearProperty(PACKS);
    }

    /** The start of the uber-jar and the application read the same keys. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "yes", "Y", "ON", " on ", "false", "0", "No", "n", "off"})
    void aWordIsAsTrueAsForTheApplication(String word) {
        System.setProperty(EXITS, word);
        System.setProperty(PACKS, word);
        boolean ofTheApplication =
                Configured.<Boolean>read((SettingsReader settings) -> settings.flag(EXITS, "true"), EXITS, word);
        assertThat(Setting.exitsOnFailure()).isEqualTo(ofTheApplication);
        assertThat(Setting.packsModels()).isEqualTo(ofTheApplication);
    }
}
