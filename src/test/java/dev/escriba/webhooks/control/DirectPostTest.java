package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.webhooks.control.DirectPost.Head;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to receivers of all shapes. All of them are on this machine, which the operator allows. */
class DirectPostTest {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

    private final Deadlines deadlines = new Deadlines();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger lookUps = new AtomicInteger();
    private InetAddress[] found = {InetAddress.getLoopbackAddress()};
    private PublicAddresses addresses = new PublicAddresses("127.0.0.0/8, ::1");
    private SSLSocketFactory tls = DirectPost.tls(null);
    private Executor lookingUp = Runnable::run;

    /** What a receiver does with one connection. */
    private interface Behaviour {
        void handle(Socket socket) throws IOException, InterruptedException;
    }

    /** A receiver, which keeps the requests that it read to their ends. */
    private final class Receiver implements AutoCloseable {

        private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        private final ServerSocket server;

        Receiver(ServerSocket server, Behaviour behaviour) {
            this.server = server;
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        behaviour.handle(socket);
                    } catch (IOException | InterruptedException e) {
                        // the client went, or the test is over
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            ended.set(true);
            server.close();
        }
    }

    private Receiver answering(String answer) throws IOException {
        Receiver[] self = new Receiver[1];
        self[0] = new Receiver(plain(), socket -> {
            self[0].requests.add(request(socket.getInputStream()));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        });
        return self[0];
    }

    private static ServerSocket plain() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Reads a request with a body of 5 bytes. */
    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client went");
            }
            text.append((char) next);
        }
        return text.append(new String(in.readNBytes(5), StandardCharsets.UTF_8)).toString();
    }

    private Head send(String url, Duration timeout) throws FailedAttempt {
        return send(
                host -> {
                    lookUps.incrementAndGet();
                    return found;
                },
                url,
                timeout);
    }

    private Head send(NameLookups.Resolver resolver, String url, Duration timeout) throws FailedAttempt {
        return new DirectPost(new NameLookups(resolver, lookingUp, 8), addresses, tls, deadlines)
                .send(
                        "an account",
                        WebhookUrl.of(url),
                        Map.of("webhook-id", "1"),
                        "{\"a\"}".getBytes(StandardCharsets.UTF_8),
                        timeout);
    }

    private void refuses(String reason, String url, Duration timeout) {
        assertThatExceptionOfType(FailedAttempt.class)
                .isThrownBy(() -> send(url, timeout))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @AfterEach
    void end() {
        ended.set(true);
    }

    @Test
    void aRequestHasItsHostItsHeadersAndItsBody() throws Exception {
        try (Receiver receiver = answering(OK)) {
            String url = "http://hook.example.com:" + receiver.port() + "/in?x=1";
            assertThat(send(url, LONG).status()).isEqualTo(204);
            assertThat(receiver.requests.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("POST /in?x=1 HTTP/1.1\r\nHost: hook.example.com:" + receiver.port()
                            + "\r\nwebhook-id: 1\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{\"a\"}");
            assertThat(lookUps).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void aRedirectIsNotFollowed(int status) throws Exception {
        try (Receiver target = answering(OK);
                Receiver receiver = answering(
                        "HTTP/1.1 " + status + " Found\r\nLocation: http://127.0.0.1:" + target.port() + "/\r\n\r\n")) {
            assertThat(send("http://hook.example.com:" + receiver.port() + "/", LONG)
                            .status())
                    .isEqualTo(status);
            assertThat(target.requests).isEmpty();
        }
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws Exception {
        try (Receiver receiver = answering(String.join(
                "\r\n",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early Hints",
                "Link: x",
                "",
                "HTTP/1.1 503 Busy",
                "retry-after:  120 ",
                "",
                ""))) {
            Head head = send("http://hook.example.com:" + receiver.port() + "/", LONG);
            assertThat(head.status()).isEqualTo(503);
            assertThat(head.retryAfter()).contains("120");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 999 x\r\n\r\n"})
    void whatIsNoAnswerOfHttpFails(String answer) throws Exception {
        try (Receiver receiver = answering(answer)) {
            refuses("bad-answer", "http://hook.example.com:" + receiver.port() + "/", LONG);
        }
    }

    @Test
    void anEndlessHeadIsNotReadToItsEnd() throws Exception {
        try (Receiver receiver = answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000))) {
            refuses("bad-answer", "http://hook.example.com:" + receiver.port() + "/", LONG);
        }
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerFails() throws Exception {
        try (Receiver receiver = answering("HTTP/1.1 200")) {
            refuses("connection-lost", "http://hook.example.com:" + receiver.port() + "/", LONG);
        }
    }

    @Test
    void aPortWithoutAListenerFails() throws Exception {
        int port;
        try (ServerSocket unused = plain()) {
            port = unused.getLocalPort();
        }
        refuses("no-connection", "http://hook.example.com:" + port + "/", LONG);
    }

    @Test
    void anotherAddressOfTheHostMayAnswer() throws Exception {
        found = new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()};
        try (Receiver receiver = answering(OK)) {
            assertThat(send("http://hook.example.com:" + receiver.port() + "/", LONG)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void silenceEndsWithTheTime() throws Exception {
        Receiver silent = new Receiver(plain(), socket -> {
            request(socket.getInputStream());
            // until the client goes
            socket.getInputStream().readAllBytes();
        });
        try (silent) {
            refuses("timeout", "http://hook.example.com:" + silent.port() + "/", SHORT);
        }
    }

    @Test
    void aByteAtATimeEndsWithTheTimeToo() throws Exception {
        Receiver drip = new Receiver(plain(), socket -> {
            request(socket.getInputStream());
            for (int i = 0; !ended.get(); i++) {
                socket.getOutputStream().write(i % 80 == 79 ? '\n' : 'x');
                socket.getOutputStream().flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        });
        try (drip) {
            long begin = System.nanoTime();
            watch();
            refuses("timeout", "http://hook.example.com:" + drip.port() + "/", SHORT);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aHandshakeThatDripsEndsWithTheTimeToo(@TempDir Path directory) throws Exception {
        tls = new TlsFixture(directory, "hook.example.com").context().getSocketFactory();
        Receiver drip = new Receiver(plain(), socket -> {
            // the head of a record that promises 16 KiB
            socket.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
            while (!ended.get()) {
                socket.getOutputStream().write(2);
                socket.getOutputStream().flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        });
        try (drip) {
            watch();
            refuses("timeout", "https://hook.example.com:" + drip.port() + "/", SHORT);
        }
    }

    /** Closes what is overdue, as the job does. */
    private void watch() {
        Thread thread = new Thread(() -> {
            while (!ended.get()) {
                deadlines.enforce();
                Thread.onSpinWait();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void theCertificateHasToBeThatOfTheName(@TempDir Path directory) throws Exception {
        TlsFixture certificate = new TlsFixture(directory, "hook.example.com");
        tls = certificate.context().getSocketFactory();
        Receiver[] self = new Receiver[1];
        self[0] = new Receiver(
                certificate
                        .context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                socket -> {
                    self[0].requests.add(request(socket.getInputStream()));
                    socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                });
        try (Receiver receiver = self[0]) {
            assertThat(send("https://hook.example.com:" + receiver.port() + "/", LONG)
                            .status())
                    .isEqualTo(204);
            assertThat(receiver.requests.poll(5, TimeUnit.SECONDS)).contains("Host: hook.example.com:");
            refuses("tls", "https://other.example.com:" + receiver.port() + "/", LONG);
            assertThat(receiver.requests).isEmpty();
            tls = DirectPost.tls(null);
            refuses("tls", "https://hook.example.com:" + receiver.port() + "/", LONG);
        }
    }

    @Test
    void aServerWithoutTlsIsNotSentTheRequest() throws Exception {
        try (Receiver receiver = new Receiver(plain(), socket -> socket.getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            refuses("tls", "https://hook.example.com:" + receiver.port() + "/", LONG);
        }
    }

    @Test
    void anAddressThatIsNotPublicIsNeverConnected() throws Exception {
        addresses = new PublicAddresses("");
        try (Receiver receiver = answering(OK)) {
            refuses("refused-address", "https://hook.example.com:" + receiver.port() + "/", LONG);
            refuses("refused-address", "http://127.0.0.1:" + receiver.port() + "/", LONG);
            assertThat(receiver.requests).isEmpty();
        }
    }

    /** A name server may answer with a public address and a private one, to have its choice later. */
    @Test
    void allAddressesOfTheHostHaveToBePermitted() throws Exception {
        addresses = new PublicAddresses("");
        found = new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("169.254.169.254")};
        refuses("refused-address", "https://hook.example.com/", LONG);
        found = new InetAddress[0];
        refuses("refused-address", "https://hook.example.com/", LONG);
    }

    @Test
    void withoutTlsOnlyAllowedAddressesAreCalled() throws Exception {
        addresses = new PublicAddresses("10.0.0.0/8");
        found = new InetAddress[] {InetAddress.getByName("1.1.1.1")};
        refuses("refused-without-tls", "http://hook.example.com/", LONG);
    }

    @Test
    void aNameThatIsNotKnownFails() {
        assertThatExceptionOfType(FailedAttempt.class)
                .isThrownBy(() -> send(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        "https://hook.example.com/",
                        LONG))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("unknown-host"));
    }

    /** The resolver of the platform has no time limit. */
    @Test
    void aNameServerThatIsSilentEndsWithTheTime() {
        CountDownLatch over = new CountDownLatch(1);
        lookingUp = work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
        };
        try {
            assertThatExceptionOfType(FailedAttempt.class)
                    .isThrownBy(() -> send(
                            host -> {
                                try {
                                    over.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                throw new UnknownHostException(host);
                            },
                            "https://hook.example.com/",
                            SHORT))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo("timeout"));
        } finally {
            over.countDown();
        }
    }

    @Test
    void aLookUpThatFindsNoThreadIsNoFaultOfTheReceiver() {
        lookingUp = work -> {
            throw new RejectedExecutionException("all are busy");
        };
        assertThatExceptionOfType(FailedAttempt.class)
                .isThrownBy(() -> send("https://hook.example.com/", LONG))
                .matches(FailedAttempt::isPutBack);
    }

    /** The kernel drops what would connect to the first address, because its queue is full. */
    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNext() throws Exception {
        found = new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()};
        try (Receiver receiver = answering(OK);
                ServerSocket silent = new ServerSocket(receiver.port(), 1, found[0])) {
            List<Socket> waiting = fill(silent);
            try {
                assertThat(send("http://hook.example.com:" + receiver.port() + "/", Duration.ofSeconds(6))
                                .status())
                        .isEqualTo(204);
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    /** Connects until no further connection is accepted. */
    private static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        while (waiting.size() < 100) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException full) {
                return waiting;
            }
        }
        throw new AssertionError("the queue has no end");
    }

    @Test
    void noProxyIsAsked() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = Collections.synchronizedList(new ArrayList<>());
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // there is no proxy
            }
        });
        try (Receiver receiver = answering(OK)) {
            send("http://hook.example.com:" + receiver.port() + "/", LONG);
            assertThat(asked).noneMatch(uri -> uri.getPort() == receiver.port());
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** The JVM of a server may have a key, which is the server's. */
    @Test
    void noCertificateIsPresented(@TempDir Path directory) throws Exception {
        TlsFixture certificate = new TlsFixture(directory, "hook.example.com");
        tls = DirectPost.tls(certificate.trust());
        SSLServerSocket server = (SSLServerSocket) certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setWantClientAuth(true);
        BlockingQueue<Boolean> presented = new LinkedBlockingQueue<>();
        Receiver receiver = new Receiver(server, socket -> {
            request(socket.getInputStream());
            presented.add(isKnown((SSLSocket) socket));
            socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        });
        try (receiver) {
            assertThat(send("https://hook.example.com:" + receiver.port() + "/", LONG)
                            .status())
                    .isEqualTo(204);
            assertThat(presented.poll(5, TimeUnit.SECONDS)).isFalse();
        }
    }

    private static boolean isKnown(SSLSocket socket) {
        try {
            return socket.getSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException unknown) {
            return false;
        }
    }
}
