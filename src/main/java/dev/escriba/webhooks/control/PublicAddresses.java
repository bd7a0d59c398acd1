package dev.escriba.webhooks.control;

import dev.escriba.web.control.Addresses;
import java.net.InetAddress;

/**
 * Which IP addresses webhooks may call: public ones, and those that the operator allows. A network trusts the services
 * in it. A webhook must not reach other services there in the name of this service.
 */
final class PublicAddresses {

    /** Networks of special use: their addresses are not public. */
    private static final Addresses SPECIAL_4 = Addresses.of("0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8,"
            + " 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24, 192.88.99.0/24, 192.168.0.0/16,"
            + " 198.18.0.0/15, 198.51.100.0/24, 203.0.113.0/24, 224.0.0.0/3");

    private static final Addresses GLOBAL_6 = Addresses.of("2000::/3");

    private static final Addresses SPECIAL_6 = Addresses.of("2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20");

    /** The last 4 bytes are an IPv4 address (NAT64). */
    private static final Addresses TRANSLATED = Addresses.of("64:ff9b::/96");

    private final Addresses allowed;

    /** @param allowed addresses and networks that are allowed although they are not public */
    PublicAddresses(String allowed) {
        this.allowed = Addresses.of(allowed);
    }

    /** Whether a webhook may call the address. */
    boolean permit(InetAddress address) {
        return isAllowed(address) || isPublic(address.getAddress());
    }

    /** Whether the operator allows the address. Then it may be called without TLS too. */
    boolean isAllowed(InetAddress address) {
        return allowed.contains(address.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return !SPECIAL_4.contains(address);
        }
        if (TRANSLATED.contains(address)) {
            return isPublic(new byte[] {address[12], address[13], address[14], address[15]});
        }
        return GLOBAL_6.contains(address) && !SPECIAL_6.contains(address);
    }
}
