package dev.escriba.security.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdSettingsTest {

    private static final Map<String, String> RIGHT = Map.of(
            "issuer", "https://idp.example",
            "audience", "https://speech.example/api",
            "client-id", "escriba",
            "client-secret", "s3cret",
            "public-url", "https://speech.example");

    @Test
    void isOffWithoutAClient() {
        assertThat(settings(Map.of("issuer", "https://idp.example")).client()).isEmpty();
    }

    @Test
    void keepsTheSecretToItself() {
        assertThat(settings(RIGHT).client().orElseThrow().toString()).doesNotContain("s3cret");
        OpenIdAuthenticationMechanismDefinition definition =
                Annotations.of(OpenIdAuthenticationMechanismDefinition.class, Map.of("clientSecret", "s3cret"));
        assertThat(definition.clientSecret()).isEqualTo("s3cret");
        assertThat(definition.useNonce()).as("a default").isTrue();
        assertThat(definition.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer,",
        "client-secret,",
        "client-id, ${x}",
        "client-secret, #{x}",
        "caller-groups-claim, ${x}",
        "hide-server-mechanism, yes",
        "pkce, S256",
        "public-url, http://speech.example",
        "public-url,",
        "audience, escriba",
        "audience, 'https://speech.example/api, escriba'",
        "sign-ins-per-minute, 0",
        "max-sessions, 0",
    })
    void wrongValuesAreRefusedByTheirKey(String key, String value) {
        Map<String, String> values = new HashMap<>(RIGHT);
        values.put(key, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(values))
                .withMessageContaining("escriba.security.oidc." + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v2/AIModels?culture=es", "/a#b"})
    void aSignInGoesOnToAPathHere(String target) {
        assertThat(Target.isLocal(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "//elsewhere.example",
                "https://elsewhere.example",
                "/\\elsewhere.example",
                "/\t/x",
                "/a\r\nb"
            })
    void aSignInGoesNowhereElse(String target) {
        assertThat(Target.isLocal(target)).isFalse();
    }

    private static OpenIdSettings settings(Map<String, String> values) {
        Map<String, String> whole = new HashMap<>();
        values.forEach((key, value) -> whole.put("escriba.security.oidc." + key, value));
        return SettingsReader.read(Configured.by(whole), OpenIdSettings::read);
    }
}
