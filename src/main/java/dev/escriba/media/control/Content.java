package dev.escriba.media.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Small looks into a file, wherever wanted. Past the end there are no bytes. */
final class Content implements Closeable {

    private final SeekableByteChannel channel;

    Content(Path file) throws IOException {
        channel = Files.newByteChannel(file);
    }

    long size() throws IOException {
        return channel.size();
    }

    /** At most {@code length} bytes; fewer where the content ends. */
    byte[] bytes(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(offset);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until full or at the end
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** The bytes as Latin-1 characters, as magic words are written. */
    String word(long offset, int length) throws IOException {
        return new String(bytes(offset, length), StandardCharsets.ISO_8859_1);
    }

    /** Big-endian, or -1 where the content ends before its fourth byte. */
    long unsignedInt(long offset) throws IOException {
        byte[] bytes = bytes(offset, 4);
        return bytes.length < 4 ? -1 : ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
