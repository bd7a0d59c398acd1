package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import java.util.function.BooleanSupplier;

/**
 * A client that has closed its connection during its run. On every server only a write shows this; before a write, the
 * system does. The listener of the run that notices it throws a {@link Problem} with the status {@value #STATUS}.
 */
public final class GoneClient {

    /** The reason of a run that ended because its client was gone. */
    static final String REASON = "client-gone";

    /** The status that proxies log for a client that is gone. No client receives it. */
    static final int STATUS = 499;

    private GoneClient() {}

    /**
     * Ends a run whose client is gone.
     *
     * @throws Problem with the status {@value #STATUS} if it is
     */
    public static void requireNot(BooleanSupplier gone) {
        if (gone.getAsBoolean()) {
            throw Problem.of(STATUS, "instance.client-gone");
        }
    }

    static boolean isSaidBy(Throwable thrown) {
        return thrown instanceof Problem problem && problem.status() == STATUS;
    }
}
