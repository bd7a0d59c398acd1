package dev.escriba.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** Writes binary formats, big-endian. Text is in ISO 8859-1. Numbers have as many bytes as their Java type. */
final class Binary {

    private Binary() {}

    static byte[] bytes(Object... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object piece : pieces) {
            out.writeBytes(piece(piece));
        }
        return out.toByteArray();
    }

    private static byte[] piece(Object piece) {
        if (piece instanceof byte[] bytes) {
            return bytes;
        }
        if (piece instanceof String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        if (piece instanceof Byte number) {
            return new byte[] {number};
        }
        if (piece instanceof Short number) {
            return ByteBuffer.allocate(2).putShort(number).array();
        }
        if (piece instanceof Integer number) {
            return ByteBuffer.allocate(4).putInt(number).array();
        }
        if (piece instanceof Long number) {
            return ByteBuffer.allocate(8).putLong(number).array();
        }
        throw new IllegalArgumentException(piece.getClass().getName());
    }

    static byte[] zeros(int count) {
        return new byte[count];
    }

    static byte[] repeated(byte[] bytes, int times) {
        return bytes(Collections.nCopies(times, bytes).toArray());
    }

    static short littleEndian(int number) {
        return Short.reverseBytes((short) number);
    }

    static int littleEndianInt(long number) {
        return Integer.reverseBytes((int) number);
    }
}
