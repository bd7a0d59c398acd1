package dev.escriba.webhooks.control;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Sends one POST request over a socket of its own, to exactly the address that was checked. Clients of the platform
 * look the name up again when they connect, so that a name server could give them another address. The name of the TLS
 * certificate is that of the URL. Redirects are not followed, the body of the answer is not read, and no proxy is used.
 */
final class DirectPost {

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_INTERIM_ANSWERS = 5;

    /** The head of an answer. */
    record Head(int status, Optional<String> retryAfter) {}

    private final NameLookups lookups;
    private final PublicAddresses addresses;
    private final SSLSocketFactory tls;
    private final Deadlines deadlines;

    DirectPost(NameLookups lookups, PublicAddresses addresses, SSLSocketFactory tls, Deadlines deadlines) {
        this.lookups = lookups;
        this.addresses = addresses;
        this.tls = tls;
        this.deadlines = deadlines;
    }

    /**
     * TLS without a certificate of this service. The default of the JVM may be that of the server, with its key.
     *
     * @param trusted authorities; {@code null} for those that the JVM trusts
     */
    static SSLSocketFactory tls(TrustManager[] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], trusted, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sends a request and reads the head of its answer.
     *
     * @param account has a share of the look-ups of names
     * @param timeout for all of it
     * @throws FailedAttempt if there is no answer
     */
    Head send(String account, WebhookUrl url, Map<String, String> headers, byte[] body, Duration timeout)
            throws FailedAttempt {
        long end = System.nanoTime() + timeout.toNanos();
        List<InetAddress> checked = checked(account, url, end);
        FailedAttempt last = null;
        for (int i = 0; i < checked.size(); i++) {
            // a socket of the default kind would ask the proxy selector of the JVM
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                deadlines.limit(socket, end);
                try {
                    // an address that does not answer leaves time for the others
                    long share = left(end) / (checked.size() - i);
                    connect(socket, new InetSocketAddress(checked.get(i), url.port()), share);
                    return send(socket, url, headers, body, end);
                } finally {
                    deadlines.forget(socket);
                }
            } catch (FailedAttempt e) {
                throw e;
            } catch (IOException e) {
                last = new FailedAttempt(reason(e, end), e);
                if (!(e instanceof NotConnected) || left(end) <= 0) {
                    throw last;
                }
            }
        }
        throw last;
    }

    private static String reason(IOException failure, long end) {
        if (left(end) <= 0
                || failure instanceof SocketTimeoutException
                || failure.getCause() instanceof SocketTimeoutException) {
            return "timeout";
        }
        if (failure instanceof SSLException) {
            return "tls";
        }
        return failure instanceof NotConnected ? "no-connection" : "connection-lost";
    }

    /** The addresses of the host, if all of them may be called. */
    private List<InetAddress> checked(String account, WebhookUrl url, long end) throws FailedAttempt {
        List<InetAddress> found = List.of(lookups.resolve(account, url.host(), left(end)));
        if (found.isEmpty() || !found.stream().allMatch(addresses::permit)) {
            throw new FailedAttempt("refused-address");
        }
        if (!url.secure() && !found.stream().allMatch(addresses::isAllowed)) {
            throw new FailedAttempt("refused-without-tls");
        }
        return found;
    }

    private static void connect(Socket socket, InetSocketAddress address, long nanos) throws NotConnected {
        try {
            socket.connect(address, millis(nanos));
        } catch (IOException e) {
            throw new NotConnected(e);
        }
    }

    private Head send(Socket socket, WebhookUrl url, Map<String, String> headers, byte[] body, long end)
            throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(millis(left(end)));
        if (!url.secure()) {
            return exchange(socket, url, headers, body);
        }
        try (SSLSocket secure = (SSLSocket) tls.createSocket(socket, url.host(), url.port(), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return exchange(secure, url, headers, body);
        }
    }

    private static Head exchange(Socket socket, WebhookUrl url, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("POST ").append(url.target()).append(" HTTP/1.1\r\n");
        append(head, "Host", url.hostHeader());
        headers.forEach((name, value) -> append(head, name, value));
        append(head, "Content-Length", String.valueOf(body.length));
        append(head, "Connection", "close");
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < MAX_INTERIM_ANSWERS; i++) {
            Head answer = head(in);
            if (answer.status() >= 200) {
                return answer;
            }
        }
        throw new FailedAttempt("bad-answer");
    }

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static Head head(InputStream in) throws IOException {
        List<String> lines = lines(in);
        String status = lines.isEmpty() ? "" : lines.get(0);
        if (!status.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw new FailedAttempt("bad-answer");
        }
        return new Head(
                Integer.parseInt(status.substring(9, 12)),
                lines.stream()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("retry-after:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst());
    }

    /** The lines up to the first empty one. */
    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = 0; read < MAX_HEAD_BYTES; read++) {
            int next = in.read();
            if (next < 0) {
                throw new FailedAttempt("connection-lost");
            }
            if (next != '\n') {
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).replaceAll("\r$", "");
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
            line.reset();
        }
        throw new FailedAttempt("bad-answer");
    }

    private static long left(long end) {
        return end - System.nanoTime();
    }

    /** Positive, because 0 would mean no limit. */
    private static int millis(long nanos) {
        return (int) Math.max(1, Duration.ofNanos(nanos).toMillis());
    }

    /** The address does not answer; another address of the host may. */
    private static final class NotConnected extends IOException {

        private static final long serialVersionUID = 1L;

        NotConnected(IOException cause) {
            super(cause);
        }
    }
}
