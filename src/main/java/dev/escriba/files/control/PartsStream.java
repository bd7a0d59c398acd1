package dev.escriba.files.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntFunction;

/** Reads a file part by part: one part is in memory at a time. */
final class PartsStream extends InputStream {

    private final int parts;
    private final IntFunction<byte[]> reader;
    private byte[] part = {};
    private int next;
    private int position;

    /** @param reader returns a part by its number, from 0 on */
    PartsStream(int parts, IntFunction<byte[]> reader) {
        this.parts = parts;
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == part.length) {
            if (next == parts) {
                return -1;
            }
            part = reader.apply(next++);
            position = 0;
        }
        int n = Math.min(length, part.length - position);
        System.arraycopy(part, position, target, offset, n);
        position += n;
        return n;
    }
}
