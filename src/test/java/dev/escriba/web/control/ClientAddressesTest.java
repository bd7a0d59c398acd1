package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.Configured;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {

    private static final ClientAddresses BEHIND = behind("10.0.0.0/8, 192.0.2.7, 2001:db8::/32");

    private static ClientAddresses behind(String proxies) {
        return new ClientAddresses(Configured.read(WebSettings::read, "escriba.web.trusted-proxies", proxies));
    }

    @Test
    void withoutATrustedProxyThePeerIsTheClient() {
        assertThat(behind("").of("198.51.100.1", List.of("203.0.113.9")))
                .isEqualTo("198.51.100.1");
        assertThat(BEHIND.of("198.51.100.1", List.of("203.0.113.9"))).isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10.1.2.3; 203.0.113.9; 203.0.113.9",
                "10.1.2.3; 203.0.113.9, 192.0.2.7; 203.0.113.9",
                // the proxy appends its entry after a forged entry of the client
                "10.1.2.3; 127.0.0.1, 203.0.113.9; 203.0.113.9",
                "2001:db8::1; 2001:4860::8888; 2001:4860::8888",
                "10.1.2.3; ''; 10.1.2.3",
                "10.1.2.3; unknown; 10.1.2.3",
                "10.1.2.3; example.com; 10.1.2.3",
                "192.0.2.8; 203.0.113.9; 192.0.2.8"
            })
    void aTrustedProxySaysWhoItsClientIs(String peer, String forwarded, String client) {
        assertThat(BEHIND.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(BEHIND.of("10.1.2.3", List.of("127.0.0.1", "203.0.113.9"))).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/x", "300.1.1.1", "*"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behind(text))
                .withMessageContaining("escriba.web.trusted-proxies");
    }

    @Test
    void oneClientHasAWholeNetworkOfIPv6() {
        assertThat(Addresses.clientNetwork("2001:db8:1:2::1")).isEqualTo(Addresses.clientNetwork("2001:db8:1:2:3::4"));
        assertThat(Addresses.clientNetwork("2001:db8:1:2::1")).isNotEqualTo(Addresses.clientNetwork("2001:db8:1:3::1"));
        assertThat(Addresses.clientNetwork("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
