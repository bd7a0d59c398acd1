package dev.escriba.media.control;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** The bytes of the chunks of a file, one chunk after the other. */
final class ChunkStream extends InputStream {

    private final FileInputStream file;
    private final Iterator<WaveHeader.Chunk> chunks;
    private long position;
    private long left;

    /** @param file stands at its beginning; it is closed with this */
    ChunkStream(FileInputStream file, List<WaveHeader.Chunk> chunks) {
        this.file = file;
        this.chunks = chunks.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0) {
            if (!chunks.hasNext()) {
                return -1;
            }
            WaveHeader.Chunk next = chunks.next();
            file.skipNBytes(next.offset() - position);
            position = next.offset();
            left = next.bytes();
        }
        int read = file.read(target, offset, (int) Math.min(length, left));
        if (read > 0) {
            position += read;
            left -= read;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
