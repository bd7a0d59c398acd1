package dev.escriba.web.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A set of IP addresses and networks such as {@code 10.0.0.0/8}. It never asks a name server. */
public final class Addresses {

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

    /**
     * Reads addresses and networks that are separated by commas.
     *
     * @throws IllegalArgumentException if a part is neither
     */
    public static Addresses of(String text) {
        return new Addresses(Stream.of(text.split(","))
                .map(String::strip)
                .filter(some -> !some.isEmpty())
                .map(Addresses::network)
                .toList());
    }

    /** The bytes of an address; empty if the text is not an IP address, for example a host name. */
    public static Optional<byte[]> bytes(String literal) {
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
        return bytes(literal).filter(this::contains).isPresent();
    }

    /** Whether an address of 4 or 16 bytes is in one of the networks. */
    public boolean contains(byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /**
     * The network that one client can choose its address from: the address itself with IPv4, the /64 network with IPv6.
     */
    static String clientNetwork(String literal) {
        return bytes(literal)
                .map(address -> address.length == 4
                        ? literal
                        : Arrays.toString(Arrays.copyOf(address, 8)).replaceAll("[\\[\\] ]", "") + "/64")
                .orElse("unknown");
    }

    private static Network network(String text) {
        String[] parts = text.split("/", -1);
        byte[] address =
                bytes(parts[0]).orElseThrow(() -> new IllegalArgumentException("not an address or network: " + text));
        int most = address.length * 8;
        try {
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (parts.length <= 2 && bits >= 0 && bits <= most) {
                return new Network(address, bits);
            }
        } catch (NumberFormatException noNumber) {
            // the exception below says it
        }
        throw new IllegalArgumentException("not an address or network: " + text);
    }
}
