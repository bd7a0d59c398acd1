package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parts of a {@code multipart/form-data} body (RFC 7578) one after the other as they arrive, without storing
 * them. The parsers of the servers are not used, because they differ: some leave recordings in their temporary
 * directory, some lose file names that are not ASCII, and each reports a malformed body in its own way.
 */
public final class MultipartBody {

    private static final int USUAL_PARTS = 64;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final int BUFFER = 1 << 16;
    private static final Pattern FORM = Pattern.compile("(?i)multipart/form-data\\s*(;.*)?");

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"\r\n]{1,200})\"|([^\\s;\"]{1,200}))");

    private final InputStream body;
    private final int maxParts;
    /** A line feed and the boundary. The carriage return before them is optional, because some clients omit it. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean exhausted;
    private boolean broken;
    private boolean closed;
    private int parts;
    private PartContent current;

    private MultipartBody(InputStream body, String boundary, int maxParts) {
        this.body = body;
        this.maxParts = maxParts;
        this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // the first boundary has no line before it
        buffer[end++] = '\n';
    }

    /**
     * Creates a parser for a body.
     *
     * @param contentType header of the request
     * @throws Problem 415 if it is not {@code multipart/form-data}, 400 if it has no boundary
     */
    public static MultipartBody of(InputStream body, String contentType) {
        return of(body, contentType, USUAL_PARTS);
    }

    /** As {@link #of(InputStream, String)}, for a form that may have more parts or fewer. */
    public static MultipartBody of(InputStream body, String contentType, int maxParts) {
        if (!FORM.matcher(contentType.strip()).matches()) {
            throw Problem.of(415, "problem.415");
        }
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw Problem.of(400, "form.boundary-missing");
        }
        return new MultipartBody(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1), maxParts);
    }

    /**
     * One part. Its content can be read until {@link #next()} is called again.
     *
     * @param charset that the part declares for its text
     */
    public record Part(
            Optional<String> name, Optional<String> fileName, Optional<String> charset, InputStream content) {

        /**
         * Reads the content as text. The rest of a longer one is not read.
         *
         * @return empty if the charset is unknown, or if the bytes are not text in it
         */
        public Optional<String> text(int maxBytes) throws IOException {
            byte[] bytes = content.readNBytes(maxBytes);
            return text(bytes, bytes.length < maxBytes);
        }

        /**
         * The text of bytes of this part; empty as that of {@link #text(int)} is.
         *
         * @param whole whether a character cannot be cut at the end
         */
        public Optional<String> text(byte[] bytes, boolean whole) {
            return PartText.decoded(bytes, charset, whole);
        }
    }

    /**
     * The next part; empty after the last one. A form without any part has its last boundary alone.
     *
     * @throws Problem 400 if the body is malformed, ends early, has too many parts or more than 8 KiB of headers in
     *     a part; the message says which
     * @throws IOException if the body cannot be read
     */
    public Optional<Part> next() throws IOException {
        if (current == null) {
            current = new PartContent();
        }
        current.transferTo(OutputStream.nullOutputStream());
        if (closed) {
            return Optional.empty();
        }
        if (++parts > maxParts) {
            throw Problem.of(400, "problem.parts");
        }
        PartHeaders headers = headers();
        current = new PartContent();
        return Optional.of(new Part(headers.name(), headers.fileName(), headers.charset(), current));
    }

    /** Reads the rest of the body, so that a client that is still sending reads the answer. */
    public void discard() {
        try {
            if (!broken) {
                body.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException unreadable) {
            // the client is gone
        }
    }

    private PartHeaders headers() throws IOException {
        PartHeaders headers = new PartHeaders();
        int left = MAX_HEADER_BYTES;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length();
            headers.add(line);
        }
        headers.complete();
        return headers;
    }

    /**
     * The next line without its line end. Each character holds one byte.
     *
     * @param most maximum number of bytes
     */
    private String line(int most) throws IOException {
        StringBuilder line = new StringBuilder();
        while (next(1)) {
            char next = (char) Byte.toUnsignedInt(buffer[start++]);
            if (next == '\n') {
                boolean returned = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
                return line.substring(0, line.length() - (returned ? 1 : 0));
            }
            if (line.length() > most) {
                throw Problem.of(400, "problem.parts");
            }
            line.append(next);
        }
        throw incomplete();
    }

    /**
     * Fills the buffer until it holds the wanted number of bytes.
     *
     * @return whether it does; false at the end of the body
     */
    private boolean next(int wanted) throws IOException {
        while (end - start < wanted && !exhausted) {
            if (end == buffer.length) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            try {
                int n = body.read(buffer, end, buffer.length - end);
                exhausted = n < 0;
                end += Math.max(n, 0);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
        return end - start >= wanted;
    }

    /** The body has ended before its last boundary, or has no boundary at all. */
    private Problem incomplete() {
        return Problem.of(400, parts == 0 && current != null && !current.ended ? "form.no-part" : "form.incomplete");
    }

    /** The bytes up to the next boundary. */
    private final class PartContent extends InputStream {

        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            // a carriage return, the delimiter, and the two bytes that complete a boundary
            next(delimiter.length + 3);
            if (start == end) {
                throw incomplete();
            }
            int n = content(length);
            if (n == 0) {
                boundary();
                return -1;
            }
            System.arraycopy(buffer, start, target, offset, n);
            start += n;
            return n;
        }

        /**
         * How many bytes of the buffer are content for certain; 0 at a boundary.
         *
         * @param most maximum to return
         */
        private int content(int most) {
            int last = Math.min(end, start + most);
            for (int i = start; i < last; i++) {
                int line = buffer[i] == '\r' ? i + 1 : i;
                if (isBoundary(line)) {
                    return i - start;
                }
            }
            return last - start;
        }

        /** Whether a boundary is at this position, or may be when more bytes have been read. */
        private boolean isBoundary(int at) {
            for (int i = 0; i < delimiter.length; i++) {
                if (at + i >= end) {
                    return !exhausted;
                }
                if (buffer[at + i] != delimiter[i]) {
                    return false;
                }
            }
            int after = at + delimiter.length;
            if (after + 1 >= end) {
                return true;
            }
            // a longer line can begin like the boundary
            return switch (buffer[after]) {
                case '\r', '\n', ' ', '\t' -> true;
                case '-' -> buffer[after + 1] == '-';
                default -> false;
            };
        }

        private void boundary() throws IOException {
            start += (buffer[start] == '\r' ? 1 : 0) + delimiter.length;
            ended = true;
            if (next(2) && buffer[start] == '-' && buffer[start + 1] == '-') {
                closed = true;
            } else if (!line(MAX_HEADER_BYTES).isBlank()) {
                throw Problem.of(400, "form.part-invalid");
            }
        }
    }
}
