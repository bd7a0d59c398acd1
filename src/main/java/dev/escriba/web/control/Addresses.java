package dev.escriba.web.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A set of IP addresses: single ones, and networks as {@code 10.0.0.0/8}. Never asks a name server. */
final class Addresses {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final class Network {

        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address.clone();
            this.bits = bits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private Addresses(List<Network> networks) {
        this.networks = networks;
    }

    /** Separated by commas; {@link IllegalArgumentException} where one is none. */
    static Addresses of(String text) {
        return new Addresses(Stream.of(text.split(","))
                .map(String::strip)
                .filter(some -> !some.isEmpty())
                .map(Addresses::network)
                .toList());
    }

    /** The bytes of an address; nothing for what is none, a name included. */
    static Optional<byte[]> bytes(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    boolean contains(String literal) {
        return bytes(literal)
                .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                .isPresent();
    }

    /** What one client can choose from: with IPv6 that is a whole network of 64 bits. */
    static String neighbourhood(String literal) {
        return bytes(literal)
                .map(address -> address.length == 4
                        ? literal
                        : Arrays.toString(Arrays.copyOf(address, 8)).replaceAll("[\\[\\] ]", "") + "/64")
                .orElse("unknown");
    }

    private static Network network(String text) {
        String[] parts = text.split("/", -1);
        byte[] address =
                bytes(parts[0]).orElseThrow(() -> new IllegalArgumentException("no address or network: " + text));
        int most = address.length * 8;
        try {
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (parts.length <= 2 && bits >= 0 && bits <= most) {
                return new Network(address, bits);
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw new IllegalArgumentException("no address or network: " + text);
    }
}
