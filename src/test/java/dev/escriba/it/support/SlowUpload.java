package dev.escriba.it.support;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** An upload whose client sends the first bytes of the body and then nothing. */
public final class SlowUpload {

    private static final int PATIENCE_MILLIS = 3_000;

    private SlowUpload() {}

    /** Begins an upload on a new connection. */
    public static Socket begin(Service service) throws IOException {
        Socket socket = new Socket(service.base().getHost(), service.base().getPort());
        String head = "POST /api/v2/Audio/transcribe HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + service.key()
                + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The status of the answer, or "none" if there is none within some seconds. */
    public static String status(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(line, StandardCharsets.US_ASCII).replace("HTTP/1.1 ", "");
        } catch (SocketTimeoutException stillReading) {
            return "none";
        }
    }
}
