package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.Architecture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Buffers that no session uses. All models of one architecture share them, because a thread decodes with one model at a
 * time. The buffers of one session take 8 to 33 MB.
 */
final class StepBufferPool {

    /** The pool of this process. */
    static final StepBufferPool SHARED = new StepBufferPool();

    private record Idle(Architecture architecture, int tokens, StepBuffers buffers) {

        boolean fits(Architecture wanted, int wantedTokens) {
            return architecture.equals(wanted) && tokens == wantedTokens;
        }
    }

    private final List<Idle> idle = new ArrayList<>();

    /**
     * Returns the smallest idle buffers that are large enough, or new ones.
     *
     * @param slots the minimum number of slots
     */
    StepBuffers take(OrtEnvironment environment, Architecture architecture, int slots, int tokens) throws OrtException {
        synchronized (idle) {
            Idle smallest = null;
            for (Idle one : idle) {
                if (one.fits(architecture, tokens)
                        && one.buffers().slots >= slots
                        && (smallest == null || one.buffers().slots < smallest.buffers().slots)) {
                    smallest = one;
                }
            }
            if (smallest != null) {
                idle.remove(smallest);
                return smallest.buffers();
            }
        }
        return new StepBuffers(environment, architecture, slots, tokens);
    }

    void giveBack(Architecture architecture, int tokens, StepBuffers buffers) {
        synchronized (idle) {
            idle.add(new Idle(architecture, tokens, buffers));
        }
    }

    /** Closes the idle buffers of an architecture. Other models that want some make new ones. */
    void close(Architecture architecture, int tokens) {
        synchronized (idle) {
            for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
                Idle one = all.next();
                if (one.fits(architecture, tokens)) {
                    all.remove();
                    one.buffers().close();
                }
            }
        }
    }
}
