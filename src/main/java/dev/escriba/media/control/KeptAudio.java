package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The decoded samples of one recording, in 16 bits each. Up to {@value #MAX_IN_MEMORY} bytes are in memory. A
 * recording that is longer, or has no room in memory, is in a private file, which is deleted when this is closed. The
 * audio can be read any number of times.
 */
public final class KeptAudio implements AutoCloseable {

    static final int MAX_IN_MEMORY = 8 << 20;

    private static final Logger LOG = Logger.getLogger(KeptAudio.class.getName());
    private static final int BUFFER = 1 << 16;

    private final UploadDirectory directory;
    private final KeptBytes.Share share;
    private final int channels;
    private final List<byte[]> blocks = new ArrayList<>();

    private long bytes;
    private long frames;
    private Path file;
    private OutputStream output;
    private boolean closed;

    /**
     * Keeps nothing yet.
     *
     * @param channels of the kept audio
     */
    KeptAudio(UploadDirectory directory, KeptBytes.Share share, int channels) {
        this.directory = directory;
        this.share = share;
        this.channels = channels;
    }

    /**
     * Adds a block.
     *
     * @param count {@link SampleBlock#FRAMES}, or fewer in the last block
     */
    void append(float[] interleaved, int count) throws IOException {
        int more = SampleBlock.bytes(count, channels);
        share.add(more);
        byte[] block = SampleBlock.encode(interleaved, count, channels);
        if (output == null && (bytes + more > MAX_IN_MEMORY || !share.addInMemory(more))) {
            moveToFile();
        }
        if (output == null) {
            blocks.add(block);
        } else {
            output.write(block);
        }
        bytes += more;
        frames += count;
    }

    /** Not a channel, because an interrupt would close that. */
    private void moveToFile() throws IOException {
        file = directory.newFile();
        output = new BufferedOutputStream(new FileOutputStream(file.toFile()), BUFFER);
        for (byte[] block : blocks) {
            output.write(block);
        }
        blocks.clear();
        share.leaveMemory();
    }

    /** No block follows. */
    void complete() throws IOException {
        if (output != null) {
            output.close();
        }
    }

    /** The exact length of the decoded audio. */
    public Duration length() {
        return PcmStream.length(frames);
    }

    public int channels() {
        return channels;
    }

    /** Reads the audio from its beginning. It has to have a single channel. */
    public PcmStream open() {
        if (channels != 1) {
            throw new IllegalStateException("there are " + channels + " channels");
        }
        return open(0);
    }

    /** Reads one channel from its beginning. The caller closes the stream, and then this. */
    public PcmStream open(int channel) {
        Objects.checkIndex(channel, channels);
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return new KeptStream(new KeptBlocks(blocks, file, frames, channels), channel);
    }

    /** Deletes the samples. */
    @Override
    public void close() {
        closed = true;
        blocks.clear();
        try {
            complete();
        } catch (IOException e) {
            LOG.log(Level.FINE, "The end of kept audio could not be written; it is deleted now", e);
        }
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Kept audio could not be deleted: {0}",
                    e.getClass().getSimpleName());
        } finally {
            share.close();
        }
    }
}
