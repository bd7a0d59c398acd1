package dev.escriba.it.support;

import static dev.escriba.it.support.Service.Part.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A request to transcribe from a client that can disconnect at any time. */
public final class RawUpload implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final byte[] body;

    /** Connects and sends the header, which announces the whole file. */
    public RawUpload(Service service, Path file) throws IOException {
        this(service, "/api/v2/Audio/transcribe", file("File", file));
    }

    /** Connects and sends the header of a request to this address. */
    public RawUpload(Service service, String path, Service.Part... parts) throws IOException {
        this(service, path, "", parts);
    }

    /** Like the others, for a request with this idempotency key. */
    public static RawUpload keyed(Service service, String key, Service.Part... parts) throws IOException {
        return new RawUpload(service, "/api/v2/Audio/transcribe", "Idempotency-Key: " + key + "\r\n", parts);
    }

    private RawUpload(Service service, String path, String header, Service.Part... parts) throws IOException {
        body = Service.stream(parts).readAllBytes();
        socket = new Socket(service.base().getHost(), service.base().getPort());
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-KEY: " + service.key()
                + "\r\nContent-Type: " + Service.contentType() + "\r\n" + header + "Content-Length: " + body.length
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    public void sendAll() throws IOException {
        send(body.length);
    }

    public void sendHalf() throws IOException {
        send(body.length / 2);
    }

    private void send(int bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(body, 0, bytes);
        out.flush();
    }

    /** What the service answers, the head included. */
    public InputStream answer() throws IOException {
        return socket.getInputStream();
    }

    /** The answer up to the end of its JSON, or of the connection. */
    public String wholeAnswer() throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder answer = new StringBuilder();
        for (int next = answer().read(); next >= 0; next = answer().read()) {
            answer.append((char) next);
            int head = answer.indexOf("\r\n\r\n");
            if (head >= 0 && next == '}' && isJson(answer.substring(head))) {
                break;
            }
        }
        return answer.toString();
    }

    /** Whether as many braces are closed as are open: no message has one. */
    private static boolean isJson(String text) {
        return text.chars().filter(c -> c == '{').count()
                == text.chars().filter(c -> c == '}').count();
    }

    /** Breaks the connection off: the service gets a reset, as from a killed process or a network that failed. */
    public void breakOff() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
