package dev.escriba.web.boundary;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches a multipart body go by and says when it has too many parts, or headers that are too long or cannot be understood. What parses it
 * afterwards keeps some kilobytes for each part and every header in memory, so that a small body of many parts could exhaust it.
 */
final class PartLimits {

    private static final int MOST_PARTS = 64;
    private static final int MOST_HEADER_BYTES = 8192;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;]+))");

    private final byte[] delimiter;
    private final int[] fallback;
    private int matched;
    private int parts;
    private boolean inHeaders;
    private int headerBytes;
    private int lineBytes;
    private final StringBuilder header = new StringBuilder();
    private boolean startsLine;
    private boolean malformed;

    private PartLimits(byte[] delimiter) {
        this.delimiter = delimiter;
        this.fallback = new int[delimiter.length];
        for (int i = 1, k = 0; i < delimiter.length; i++) {
            while (k > 0 && delimiter[i] != delimiter[k]) {
                k = fallback[k - 1];
            }
            fallback[i] = delimiter[i] == delimiter[k] ? ++k : k;
        }
    }

    /** For a body of this type; one without a boundary has no parts to count. */
    static PartLimits of(String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.find()) {
            return new PartLimits(new byte[0]);
        }
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return new PartLimits(("--" + name).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes the next bytes of the body; false once a limit is passed. */
    boolean allow(byte[] bytes, int offset, int length) {
        if (delimiter.length == 0) {
            return true;
        }
        for (int i = offset; i < offset + length; i++) {
            see(bytes[i]);
            if (parts > MOST_PARTS + 1 || headerBytes > MOST_HEADER_BYTES || malformed) {
                return false;
            }
        }
        return true;
    }

    /** Whether it was a header that could not be understood. */
    boolean isMalformed() {
        return malformed;
    }

    private void see(byte next) {
        if (inHeaders) {
            headers(next);
        }
        while (matched > 0 && next != delimiter[matched]) {
            matched = fallback[matched - 1];
        }
        if (next == delimiter[matched] && ++matched == delimiter.length) {
            matched = 0;
            parts++;
            inHeaders = true;
            headerBytes = 0;
            header.setLength(0);
            startsLine = false;
            // the rest of the delimiter's own line is not an empty one
            lineBytes = 1;
        }
    }

    private void headers(byte next) {
        headerBytes++;
        collect(next);
        if (next == '\n') {
            inHeaders = lineBytes > 0;
            headerBytes = inHeaders ? headerBytes : 0;
            lineBytes = 0;
        } else if (next != '\r') {
            lineBytes++;
        }
    }

    /** A header goes on in the next line where that starts with a space. */
    private void collect(byte next) {
        if (startsLine && next != ' ' && next != '\t') {
            malformed |= !PartHeader.isWellFormed(header.toString());
            header.setLength(0);
        }
        startsLine = next == '\n';
        if (next != '\r' && next != '\n') {
            header.append((char) Byte.toUnsignedInt(next));
        }
    }
}
