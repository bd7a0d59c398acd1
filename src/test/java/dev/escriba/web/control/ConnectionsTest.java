package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.web.control.TcpTable.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {

    private static final String KEY = TcpTable.key(new byte[] {127, 0, 0, 1}, 4711, 8080);

    private long now;
    private int reads;
    private Map<String, State> states = Map.of(KEY, State.OPEN);
    private final Connections connections = new Connections(true, this::read, () -> now);
    private final ClientConnection client = new ClientConnection(connections, KEY, 0);

    private TcpTable read() {
        reads++;
        return new TcpTable(states);
    }

    private boolean isGoneAfterASecond() {
        now += Duration.ofSeconds(1).toNanos();
        return client.isGone();
    }

    @Test
    void aConnectionThatIsOpenIsNotGone() {
        assertThat(isGoneAfterASecond()).isFalse();
        assertThat(isGoneAfterASecond()).isFalse();
    }

    @Test
    void aConnectionThatItsClientClosedIsGoneAndStaysGone() {
        states = Map.of(KEY, State.CLOSED);
        assertThat(isGoneAfterASecond()).isTrue();
        states = Map.of(KEY, State.OPEN);
        assertThat(isGoneAfterASecond()).isTrue();
    }

    /** The table of the system changes while it is read, and may lack a connection once. */
    @Test
    void aConnectionThatWasSeenIsGoneWhenItIsMissingTwice() {
        assertThat(isGoneAfterASecond()).isFalse();
        states = Map.of();
        assertThat(isGoneAfterASecond()).isFalse();
        states = Map.of(KEY, State.OPEN);
        assertThat(isGoneAfterASecond()).isFalse();
        states = Map.of();
        assertThat(isGoneAfterASecond()).isFalse();
        assertThat(isGoneAfterASecond()).isTrue();
    }

    /** A proxy of the server may have replaced the address by that of a client far away. */
    @Test
    void aConnectionThatWasNeverSeenIsNeverGone() {
        states = Map.of();
        for (int i = 0; i < 5; i++) {
            assertThat(isGoneAfterASecond()).isFalse();
        }
    }

    @Test
    void aShortRequestReadsNoTable() {
        now += Duration.ofMillis(999).toNanos();
        assertThat(client.isGone()).isFalse();
        assertThat(reads).isZero();
    }

    @Test
    void allConnectionsShareOneLookASecond() {
        now += Duration.ofSeconds(2).toNanos();
        for (int i = 0; i < 50; i++) {
            assertThat(new ClientConnection(connections, KEY, 0).isGone()).isFalse();
        }
        assertThat(reads).isOne();
    }

    @Test
    void withoutATableNoOneIsGone() {
        Connections blind = new Connections(
                true,
                () -> {
                    reads++;
                    throw new IOException("no /proc");
                },
                () -> now);
        ClientConnection some = new ClientConnection(blind, KEY, 0);
        now += Duration.ofSeconds(2).toNanos();
        assertThat(some.isGone()).isFalse();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(some.isGone()).isFalse();
        assertThat(reads).isOne();
    }

    /** The process may have had too many open files for a moment. */
    @Test
    void aTableThatCannotBeReadIsTriedAgainAfterAMinute() {
        Connections blind = new Connections(
                true,
                () -> {
                    if (reads++ == 0) {
                        throw new IOException("too many open files");
                    }
                    return new TcpTable(Map.of(KEY, TcpTable.State.CLOSED));
                },
                () -> now);
        ClientConnection some = new ClientConnection(blind, KEY, 0);
        now += Duration.ofSeconds(2).toNanos();
        assertThat(some.isGone()).isFalse();
        now += Duration.ofSeconds(61).toNanos();
        assertThat(some.isGone()).isTrue();
    }

    @Test
    void anUnknownConnectionIsNotGone() {
        assertThat(ClientConnection.unknown().isGone()).isFalse();
    }

    @Test
    void aTableOfIpv4AndOneOfIpv6NameTheSameClientTheSameWay(@TempDir Path directory) throws IOException {
        write(directory.resolve("tcp"), "0100007F:1F90 0100007F:1267 01", "0100007F:1F90 0200000A:1267 08");
        write(
                directory.resolve("tcp6"),
                "0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000100007F:1267 08",
                "B80D0120000000000000000001000000:0050 B80D0120000000000000000002000000:1267 01");
        TcpTable table = TcpTable.read(directory);
        assertThat(table.state(KEY)).contains(State.OPEN);
        assertThat(table.state(TcpTable.key(new byte[] {10, 0, 0, 2}, 4711, 8080)))
                .contains(State.CLOSED);
        assertThat(table.state(TcpTable.key(new byte[] {127, 0, 0, 1}, 4711, 80)))
                .contains(State.CLOSED);
        assertThat(table.state(TcpTable.key(Addresses.bytes("2001:db8::2").orElseThrow(), 4711, 80)))
                .contains(State.OPEN);
        assertThat(table.state(TcpTable.key(new byte[] {127, 0, 0, 1}, 4712, 80)))
                .isEmpty();
    }

    /** A client may have two connections from one port, to two addresses of this machine. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfTwoConnectionsThatLookTheSameIsOpen(boolean openFirst, @TempDir Path directory) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("0100007F:1F90 0100007F:1267 01", "0200007F:1F90 0100007F:1267 08"));
        if (!openFirst) {
            Collections.reverse(lines);
        }
        write(directory.resolve("tcp"), lines.toArray(String[]::new));
        assertThat(TcpTable.read(directory).state(KEY)).contains(State.OPEN);
    }

    private static void write(Path file, String... connections) throws IOException {
        StringBuilder lines = new StringBuilder("  sl  local_address rem_address   st tx_queue rx_queue\n");
        for (String connection : connections) {
            lines.append("   0: ").append(connection).append(" 00000000:00000000 00:00000000 00000000\n");
        }
        Files.writeString(file, lines, StandardCharsets.US_ASCII);
    }

    @Test
    void theTableOfThisMachineTellsOfAClosedSocket() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket there = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket here = server.accept()) {
            String key = TcpTable.key(here.getInetAddress().getAddress(), here.getPort(), here.getLocalPort());
            assertThat(TcpTable.read().state(key)).contains(State.OPEN);
            there.shutdownOutput();
            // the end of the stream: the system has the news
            assertThat(here.getInputStream().read()).isNegative();
            assertThat(TcpTable.read().state(key)).contains(State.CLOSED);
        }
    }
}
