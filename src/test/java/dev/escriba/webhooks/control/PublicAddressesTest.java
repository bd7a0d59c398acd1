package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

    private static final PublicAddresses NONE_ALLOWED = new PublicAddresses("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "5f00::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(NONE_ALLOWED.permit(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::101:101"
            })
    void permitsWhatIsPublic(String address) throws UnknownHostException {
        assertThat(NONE_ALLOWED.permit(InetAddress.getByName(address))).isTrue();
        assertThat(NONE_ALLOWED.isAllowed(InetAddress.getByName(address))).isFalse();
    }

    private static byte[] loopbackOfIPv6() {
        byte[] address = new byte[16];
        address[15] = 1;
        return address;
    }

    @Test
    void theOperatorAllowsNetworks() throws UnknownHostException {
        PublicAddresses some = new PublicAddresses("10.1.0.0/16, ::1");
        assertThat(some.permit(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(some.isAllowed(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(some.permit(InetAddress.getByAddress(loopbackOfIPv6()))).isTrue();
        assertThat(some.permit(InetAddress.getByName("10.2.2.3"))).isFalse();
        assertThat(some.permit(InetAddress.getLoopbackAddress())).isFalse();
    }
}
