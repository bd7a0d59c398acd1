package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    private static final String PROXY = "10.0.0.2";
    private static final String STRANGER = "203.0.113.9";

    private final Map<String, String> headers = new HashMap<>();

    private String link(String base, String... settings) {
        ClientAddresses addresses =
                new ClientAddresses(Configured.read(WebSettings::read, "escriba.web.trusted-proxies", "10.0.0.0/8"));
        return new PublicAddress(Configured.read(PublicSettings::read, settings), addresses)
                .of(Requests.request("POST", headers), URI.create(base), "file/1")
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "https, http://speech.example/api/, https://speech.example/api/file/1",
        "HTTPS, http://speech.example:80/api, https://speech.example/api/file/1",
        "https, http://speech.example:8443/api/, https://speech.example:8443/api/file/1",
        "http, https://speech.example:443/api/, http://speech.example/api/file/1",
        "'http, https', http://[2001:db8::1]/api/, https://[2001:db8::1]/api/file/1",
        "https, https://speech.example:443/api/, https://speech.example:443/api/file/1",
        "ftp, http://speech.example/api/, http://speech.example/api/file/1",
        "'', http://speech.example/api/, http://speech.example/api/file/1",
        "'https://evil.example/', http://speech.example/api/, http://speech.example/api/file/1"
    })
    void aTrustedProxySaysWithWhichSchemeItWasCalled(String scheme, String base, String address) {
        headers.putAll(Map.of("test-peer", PROXY, "X-Forwarded-Proto", scheme));
        assertThat(link(base)).isEqualTo(address);
    }

    @Test
    void aStrangerDoesNot() {
        headers.putAll(Map.of("test-peer", STRANGER, "X-Forwarded-Proto", "https"));
        assertThat(link("http://speech.example/api/")).isEqualTo("http://speech.example/api/file/1");
    }

    @Test
    void withoutAProxyTheAddressOfTheRequestCounts() {
        headers.put("test-peer", PROXY);
        assertThat(link("http://127.0.0.1:8080/escriba/api/")).isEqualTo("http://127.0.0.1:8080/escriba/api/file/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROXY, STRANGER})
    void theConfiguredUrlGoesBeforeAllOthers(String peer) {
        headers.putAll(Map.of("test-peer", peer, "X-Forwarded-Proto", "http", "test-context", "/escriba"));
        assertThat(link(
                        "http://10.0.0.7:8080/escriba/api/",
                        "escriba.security.oidc.public-url",
                        "https://a.example/x/"))
                .isEqualTo("https://a.example/x/api/file/1");
    }
}
