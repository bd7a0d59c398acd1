package dev.escriba.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a request that was sent byte by byte. */
record RawAnswer(int status, Map<String, String> headers, String body) {

    private static final int LONGEST = 1 << 20;

    /** Reads the first final answer. It has no status if the connection ends first. */
    static RawAnswer read(InputStream stream, boolean toHead) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream);
        RawAnswer answer = new RawAnswer(100, Map.of(), "");
        while (answer.status / 100 == 1) {
            answer = one(in, toHead);
        }
        return answer;
    }

    private static RawAnswer one(InputStream in, boolean toHead) throws IOException {
        String first = line(in);
        if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            return new RawAnswer(0, Map.of(), first);
        }
        int status = Integer.parseInt(first.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean bodiless = toHead || status / 100 == 1 || status == 204 || status == 304;
        return new RawAnswer(status, headers, bodiless ? "" : body(in, headers));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0 && body.size() < LONGEST; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            return body.toString(StandardCharsets.UTF_8);
        }
        String length = headers.get("content-length");
        return length == null
                ? untilClosed(in)
                : new String(in.readNBytes(Math.min(Integer.parseInt(length), LONGEST)), StandardCharsets.UTF_8);
    }

    /** The server answers a CONNECT in one piece and closes the connection later, when it is idle. */
    private static String untilClosed(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0 && body.size() < LONGEST; b = in.read()) {
                body.write(b);
            }
        } catch (SocketTimeoutException saidAll) {
            // the client does not wait for the end of the connection
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
    }

    /** A line without its end; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().replaceFirst("\r$", "");
    }
}
