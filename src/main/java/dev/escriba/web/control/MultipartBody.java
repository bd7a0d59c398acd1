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
 * The parts of a {@code multipart/form-data} body (RFC 7578), one after the other as they arrive, none of them kept. Read by hand, because servers
 * differ: some leave recordings behind in their temporary directory, some lose names that are not ASCII, and none says the same of a broken body.
 */
public final class MultipartBody {

    private static final int MAX_PARTS = 64;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final int BUFFER = 1 << 16;
    private static final Pattern FORM = Pattern.compile("(?i)multipart/form-data\\s*(;.*)?");

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"\r\n]{1,200})\"|([^\\s;\"]{1,200}))");

    private final InputStream body;
    /** A line end and the boundary; the carriage return before it is looked for separately, as some clients leave it out. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean exhausted;
    private boolean broken;
    private boolean closed;
    private int parts;
    private PartContent current;

    private MultipartBody(InputStream body, String boundary) {
        this.body = body;
        this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // the first boundary needs no line before it
        buffer[end++] = '\n';
    }

    /**
     * Begins to read.
     *
     * @param contentType of the request
     * @throws Problem 415 where it is another one, 400 without a boundary
     */
    public static MultipartBody of(InputStream body, String contentType) {
        if (!FORM.matcher(contentType.strip()).matches()) {
            throw Problem.of(415, "problem.415");
        }
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw malformed();
        }
        return new MultipartBody(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
    }

    /** One part; its content can be read until the next one is asked for. */
    public record Part(Optional<String> name, Optional<String> fileName, InputStream content) {}

    /**
     * The next part; nothing after the last one.
     *
     * @throws Problem 400 where the body is malformed, ends early, or has too many parts or too long headers
     * @throws IOException where it cannot be read
     */
    public Optional<Part> next() throws IOException {
        boolean first = current == null;
        if (first) {
            current = new PartContent();
        }
        current.transferTo(OutputStream.nullOutputStream());
        if (closed) {
            if (first) {
                throw malformed();
            }
            return Optional.empty();
        }
        if (++parts > MAX_PARTS) {
            throw Problem.of(400, "problem.parts");
        }
        PartHeaders headers = headers();
        current = new PartContent();
        return Optional.of(new Part(headers.name(), headers.fileName(), current));
    }

    /** Reads whatever is left, so that a client that is still sending sees the answer. */
    public void discard() {
        try {
            if (!broken) {
                body.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException unreadable) {
            // nobody is left to be told
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

    /** Up to the line end, without it. Bytes are kept as they are, one in a character. */
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
        throw malformed();
    }

    /** Whether there are so many bytes to be read; fills the buffer as far as that takes. */
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

    private static Problem malformed() {
        return Problem.of(400, "problem.400");
    }

    /** What is before the next boundary. */
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
            // a boundary, the line end before it, and what shows whether it is one
            next(delimiter.length + 3);
            if (start == end) {
                throw malformed();
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

        /** How many bytes from here are content for certain, up to some number; 0 at a boundary. */
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

        /** Whether one is there, or may be once more has been read. */
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
            // else a longer line, which only begins like one
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
                throw malformed();
            }
        }
    }
}
