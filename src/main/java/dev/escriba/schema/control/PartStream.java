package dev.escriba.schema.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** Reads a content that is stored in parts, as one stream. One part at a time is in memory. */
public class PartStream extends InputStream {

    /** Provides the parts. */
    public interface Parts {

        /** The part with this number, counted from 0; empty after the last one. */
        Optional<byte[]> part(int number) throws IOException;
    }

    private final Parts parts;
    private byte[] part = {};
    private int position;
    private int next;
    private boolean ended;

    public PartStream(Parts parts) {
        this.parts = parts;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (position == part.length && !ended) {
            Optional<byte[]> following = parts.part(next);
            next++;
            position = 0;
            part = following.orElse(new byte[0]);
            ended = following.isEmpty();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, part.length - position);
        System.arraycopy(part, position, target, offset, count);
        position += count;
        return count;
    }
}
