package dev.escriba.speech.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.settings.entity.WrongSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteSettingsTest {

    @Test
    void aServerNeedsAnAddressAlone() {
        Upstream upstream = RemoteFixture.settings("groq.url", "https://api.example.com/openai/v1/")
                .upstream("groq")
                .orElseThrow();

        assertThat(upstream.endpoint()).hasToString("https://api.example.com/openai/v1/audio/transcriptions");
        assertThat(upstream.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(upstream.maxAttempts()).isEqualTo(3);
        assertThat(upstream.verbose()).isTrue();
        assertThat(upstream.key()).isEmpty();
        assertThat(upstream.takes(MediaFormat.OGG)).isTrue();
        assertThat(upstream.takes(MediaFormat.QUICKTIME)).isFalse();
    }

    @Test
    void theQueryOfAnAddressStaysBehindThePath() {
        assertThat(RemoteFixture.settings(
                                "azure.url",
                                "https://x.example.com/openai/deployments/whisper?api-version=2024-06-01",
                                "cpp.url",
                                "http://127.0.0.1:8081",
                                "cpp.path",
                                "/inference")
                        .upstreams())
                .extractingByKeys("azure", "cpp")
                .extracting(upstream -> upstream.endpoint().toString())
                .containsExactly(
                        "https://x.example.com/openai/deployments/whisper/audio/transcriptions?api-version=2024-06-01",
                        "http://127.0.0.1:8081/inference");
    }

    @Test
    void anEnvironmentVariableNamesAServerToo() {
        RemoteSettings settings = Configured.read(
                RemoteSettings::read,
                "ESCRIBA_SPEECH_REMOTE_OPENAI_URL",
                "https://api.example.com/v1",
                "ESCRIBA_SPEECH_REMOTE_OPENAI_API_KEY",
                "sk-1");

        assertThat(settings.names()).containsExactly("openai");
        assertThat(settings.upstream("openai").orElseThrow().key()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stub.url              | ftp://example.com          | address of the API",
                "stub.url              | https://user@example.com   | address of the API",
                "stub.url              | not an address             | address of the API",
                "stub.timeout          | 5                          | ISO 8601",
                "stub.max-attempts     | 0                          | from 1 to 10",
                "stub.response-format  | xml                        | json or verbose_json",
                "stub.path             | inference                  | begins with a slash",
                "stub.key-header       | X Key                      | name of a header",
                "stub.api-key-file     | /no/such/file              | cannot be read",
                "stub.speed            | fast                       | one of: url, path",
                "st-ub.url             | https://example.com        | one of: url, path",
                "stub.api-key          | a b                        | without blanks",
            })
    void refusesAWrongValueAndSaysWhatToSet(String key, String value, String remedy) {
        String[] settings = key.endsWith("b.url")
                ? new String[] {key, value}
                : new String[] {"stub.url", "https://example.com", key, value};

        assertThatThrownBy(() -> RemoteFixture.settings(settings))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(remedy);
    }

    @Test
    void refusesAServerWithoutAnAddress() {
        assertThatThrownBy(() -> RemoteFixture.settings("stub.api-key", "sk-1"))
                .hasMessageContaining("escriba.speech.remote.stub.url");
    }

    @ParameterizedTest
    @CsvSource({
        "stub.apikey, sk-secret",
        "stub.key, sk-secret",
        "stub.token, sk-secret",
        "stub.url, https://user:sk-secret@example.com",
        "stub.url, sk-secret of a slip"
    })
    void aValueThatMayBeASecretIsNotShown(String key, String value) {
        String[] settings = key.equals("stub.url")
                ? new String[] {key, value}
                : new String[] {"stub.url", "https://example.com", key, value};

        assertThatThrownBy(() -> RemoteFixture.settings(settings))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining("sk-secret");
    }

    @Test
    void aWrongKeyIsNotShown() {
        assertThatThrownBy(() -> RemoteFixture.settings("stub.url", "https://example.com", "stub.api-key", "se cret"))
                .hasMessageContaining("api-key")
                .hasMessageNotContaining("se cret");
        assertThatThrownBy(() -> Configured.read(
                        RemoteSettings::read,
                        "ESCRIBA_SPEECH_REMOTE_STUB_URL",
                        "https://example.com",
                        "ESCRIBA_SPEECH_REMOTE_STUB_API_KEY",
                        "se cret"))
                .hasMessageContaining("API_KEY")
                .hasMessageNotContaining("se cret");
    }
}
