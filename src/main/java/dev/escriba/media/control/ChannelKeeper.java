package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps all channels block by block. Where there is no room for them, it keeps nothing. The mono samples are not set.
 */
final class ChannelKeeper implements BlockMix {

    private static final Logger LOG = Logger.getLogger(ChannelKeeper.class.getName());

    private final KeptAudio kept;
    private boolean failed;

    ChannelKeeper(KeptAudio kept) {
        this.kept = kept;
    }

    @Override
    public void mix(float[] interleaved, int frames, float[] mono) {
        if (failed || frames == 0) {
            return;
        }
        try {
            kept.append(interleaved, frames);
        } catch (IOException | Problem e) {
            fail(e);
        }
    }

    /** No block follows. Returns whether all of them are kept. */
    boolean complete() {
        try {
            if (!failed) {
                kept.complete();
            }
        } catch (IOException e) {
            fail(e);
        }
        return !failed;
    }

    private void fail(Exception e) {
        LOG.log(Level.FINE, "The channels are not kept; each of them is decoded again", e);
        failed = true;
        kept.close();
    }
}
