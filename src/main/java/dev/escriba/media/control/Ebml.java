package dev.escriba.media.control;

import java.io.IOException;
import java.util.Optional;

/** Reads the document type from an EBML header. WebM and Matroska differ only in it. */
final class Ebml {

    private static final int HEADER = 0x1A45DFA3;
    private static final int DOC_TYPE = 0x4282;
    private static final int MAX_HEADER = 1 << 12;

    private final byte[] bytes;
    private int position;

    private Ebml(byte[] bytes) {
        this.bytes = bytes;
    }

    static Optional<String> docType(Content content) throws IOException {
        return new Ebml(content.bytes(0, MAX_HEADER)).docType();
    }

    private Optional<String> docType() {
        if (number(false) != HEADER) {
            return Optional.empty();
        }
        long size = number(true);
        long end = size < 0 ? bytes.length : Math.min(bytes.length, position + size);
        while (position < end) {
            long id = number(false);
            long length = number(true);
            if (id < 0 || length < 0 || length > end - position) {
                return Optional.empty();
            }
            if (id == DOC_TYPE) {
                // the name may be padded with zeros
                return Optional.of(
                        new String(bytes, position, (int) length, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .replace("\0", ""));
            }
            position += (int) length;
        }
        return Optional.empty();
    }

    /**
     * Reads a number of variable length; -1 when there is none. The marker bit is a part of an element's id and not of
     * a size.
     */
    private long number(boolean withoutMarker) {
        if (position >= bytes.length || bytes[position] == 0) {
            return -1;
        }
        int first = bytes[position] & 0xFF;
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (position + length > bytes.length) {
            return -1;
        }
        long value = withoutMarker ? first & (0xFF >> length) : first;
        for (int i = 1; i < length; i++) {
            value = (value << 8) | (bytes[position + i] & 0xFF);
        }
        position += length;
        return value;
    }
}
