package dev.escriba.media.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes WAV files, well-formed ones and others. */
final class Wave {

    static final int INTEGER = 1;
    static final int FLOAT = 3;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteOrder order;

    private Wave(String magic) {
        order = magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        content.writeBytes(ascii(magic));
        content.writeBytes(number(0xFFFF_FFFFL, 4));
        content.writeBytes(ascii("WAVE"));
    }

    static Wave riff() {
        return new Wave("RIFF");
    }

    static Wave of(String magic) {
        return new Wave(magic);
    }

    /** A usual format chunk. */
    Wave format(int tag, int channels, long rate, int bits) {
        return chunk("fmt ", formatFields(tag, channels, rate, bits));
    }

    /** An extensible format chunk. */
    Wave extensible(int tag, int channels, long rate, int bits, int validBits) {
        return chunk(
                "fmt ",
                join(
                        formatFields(0xFFFE, channels, rate, bits),
                        number(22, 2),
                        number(validBits, 2),
                        number(0, 4),
                        number(tag, 4),
                        new byte[] {0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71}));
    }

    byte[] formatFields(int tag, int channels, long rate, int bits) {
        int frame = channels * bits / 8;
        return join(
                number(tag, 2),
                number(channels, 2),
                number(rate, 4),
                number(rate * frame, 4),
                number(frame, 2),
                number(bits, 2));
    }

    /** A chunk of the right size, padded to an even one. */
    Wave chunk(String id, byte[] body) {
        return chunk(id, body.length, body).raw(new byte[body.length % 2]);
    }

    /** A chunk that claims any size. */
    Wave chunk(String id, long size, byte[] body) {
        return raw(ascii(id)).raw(number(size, 4)).raw(body);
    }

    Wave raw(byte[] bytes) {
        content.writeBytes(bytes);
        return this;
    }

    Path write(Path file) {
        try {
            return Files.write(file, content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The low bytes of a number, in the order of the file. */
    byte[] number(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        byte[] number = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            number[i] = all[order == ByteOrder.BIG_ENDIAN ? bytes - 1 - i : i];
        }
        return number;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
