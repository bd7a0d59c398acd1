package dev.escriba.media.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads short parts of a file at any offset. Beyond the end there are no bytes. */
final class Content implements Closeable {

    private final SeekableByteChannel channel;

    Content(Path file) throws IOException {
        channel = Files.newByteChannel(file);
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Returns at most {@code length} bytes; fewer at the end of the content. */
    byte[] bytes(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(offset);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until the buffer is full or the content ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** The bytes as Latin-1 characters, for magic numbers. */
    String word(long offset, int length) throws IOException {
        return new String(bytes(offset, length), StandardCharsets.ISO_8859_1);
    }

    /** Big-endian; -1 when fewer than four bytes are left. */
    long unsignedInt(long offset) throws IOException {
        byte[] bytes = bytes(offset, 4);
        return bytes.length < 4 ? -1 : ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
