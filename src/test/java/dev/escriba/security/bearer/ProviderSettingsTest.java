package dev.escriba.security.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSettingsTest {

    @Test
    void nothingIsConfiguredByItself() {
        ProviderSettings settings = Issuer.settings(Map.of());
        assertThat(settings.issuer()).isEmpty();
        assertThat(settings.audiences()).isEmpty();
        assertThat(settings.claims().groups()).isEqualTo("groups");
        assertThat(settings.claims().name()).isEqualTo("preferred_username");
        assertThat(settings.claims().account()).isEmpty();
        assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.keysLifetime()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, no url",
        "issuer, idp.example",
        "issuer, http://idp.example/",
        "issuer, ftp://127.0.0.1/",
        "issuer, https://idp.example/?a=b",
        "issuer, https://idp.example/#a",
        "jwks-uri, http://idp.example/keys",
        "clock-skew, PT3M",
        "clock-skew, -PT1S",
        "clock-skew, 30",
        "keys-lifetime, PT0S",
        "keys-lifetime, PT2H",
    })
    void wrongValuesAreRefusedByTheirKey(String key, String value) {
        Map<String, String> values = new HashMap<>(Map.of("issuer", "https://idp.example/"));
        values.put(key, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Issuer.settings(values))
                .withMessageContaining("escriba.security.oidc." + key);
    }

    @Test
    void anAudienceNeedsAnIssuer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Issuer.settings(Map.of("audience", "api")))
                .withMessageContaining("escriba.security.oidc.issuer");
    }
}
