package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.SegmentListener;

/**
 * A client that has closed its connection during its run. Only a write tells that on every server, so only a listener
 * that writes segments as they become final can notice it. It throws a {@link Problem} with the status {@value #STATUS}.
 */
final class GoneClient {

    /** The reason of a run that ended because its client was gone. */
    static final String REASON = "client-gone";

    /** The status that proxies log for a client that is gone. No client receives it. */
    static final int STATUS = 499;

    private GoneClient() {}

    static boolean isSaidBy(Throwable thrown) {
        return thrown instanceof Problem problem && problem.status() == STATUS;
    }

    /**
     * The listener of a run that can be asked for again by its idempotency key: it goes on without its client, and the
     * repeated request gets its result.
     */
    static SegmentListener survivedBy(SegmentListener listener) {
        boolean[] gone = {false};
        return segment -> {
            if (gone[0]) {
                return;
            }
            try {
                listener.segment(segment);
            } catch (Problem problem) {
                if (!isSaidBy(problem)) {
                    throw problem;
                }
                gone[0] = true;
            }
        };
    }
}
