package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import java.util.Objects;

/** One channel of kept audio, from its beginning to its end. */
final class KeptStream implements PcmStream {

    private final KeptBlocks blocks;
    private final int channel;
    private final float[] samples = new float[SampleBlock.FRAMES];
    private int position;
    private int filled;
    private boolean closed;

    KeptStream(KeptBlocks blocks, int channel) {
        this.blocks = blocks;
        this.channel = channel;
    }

    @Override
    public int read(float[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position == filled && !readBlock()) {
            return -1;
        }
        int count = Math.min(length, filled - position);
        System.arraycopy(samples, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean readBlock() {
        byte[] block = blocks.next();
        if (block == null) {
            return false;
        }
        filled = SampleBlock.decode(block, blocks.channels(), channel, samples);
        position = 0;
        return true;
    }

    @Override
    public void close() {
        closed = true;
        blocks.close();
    }
}
