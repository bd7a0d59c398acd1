package dev.escriba.media.control;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the blocks of kept audio, from memory or from its file. */
final class KeptBlocks implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final List<byte[]> blocks;
    private final InputStream file;
    private final int channels;
    private long framesLeft;
    private int next;

    /**
     * @param blocks all blocks; none where they are in the file
     * @param file may be null
     */
    KeptBlocks(List<byte[]> blocks, Path file, long frames, int channels) {
        this.blocks = blocks;
        this.channels = channels;
        framesLeft = frames;
        try {
            // not a channel, because an interrupt would close that
            this.file = file == null ? null : new BufferedInputStream(new FileInputStream(file.toFile()), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException("kept audio cannot be read", e);
        }
    }

    int channels() {
        return channels;
    }

    /** The next block; null at the end. */
    byte[] next() {
        int frames = (int) Math.min(SampleBlock.FRAMES, framesLeft);
        if (frames == 0) {
            return null;
        }
        framesLeft -= frames;
        return file == null ? blocks.get(next++) : read(SampleBlock.bytes(frames, channels));
    }

    private byte[] read(int length) {
        try {
            byte[] block = file.readNBytes(length);
            if (block.length < length) {
                throw new EOFException("kept audio was cut off");
            }
            return block;
        } catch (IOException e) {
            throw new UncheckedIOException("kept audio cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kept audio cannot be closed", e);
        }
    }
}
