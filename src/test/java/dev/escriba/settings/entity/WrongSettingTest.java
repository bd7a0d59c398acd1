package dev.escriba.settings.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrongSettingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "escriba.security.bootstrap-key",
                "escriba.security.recovery-key",
                "escriba.security.pepper",
                "escriba.security.proxy.secret",
                "escriba.security.oidc.client-secret",
                "escriba.database.password",
                "escriba.security.bootstrap_key",
                "escriba.security.bootstrapKey",
                "ESCRIBA_SECURITY_RECOVERY_KEY",
                "Escriba.Security.Other_Pepper",
                "escriba_security_pepper",
                "escriba.security.proxy-secret",
                "escriba.security.oidc.client.secret",
                "ESCRIBA_SPEECH_REMOTE_OPENAI_API_KEY",
                "escriba.speech.remote.openai.apiKey",
                "escriba.speech.remote.openai.api-key[0]"
            })
    void theValueOfASecretIsNotShown(String key) {
        assertThat(new WrongSetting(key, "hunter2", "Set another one."))
                .hasMessage(key + " is wrong (its value is not shown). Set another one.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "escriba.billing.monthly-limit.per-key",
                "escriba.security.oidc.keys-lifetime",
                "escriba.webhooks.secret-overlap",
                "escriba.queue.max-event-streams-per-key",
                "escriba.security.proxy.user-header"
            })
    void otherValuesAre(String key) {
        assertThat(new WrongSetting(key, "-1", "Set 0.")).hasMessage(key + " is \"-1\". Set 0.");
    }

    @Test
    void boundsAreTheRemedyOfANumber() {
        assertThat(WrongSetting.outOfRange("escriba.speech.workers", 0, 1, 1024))
                .hasMessage("escriba.speech.workers is \"0\". Set it to a value from 1 to 1024.");
    }
}
