package dev.escriba.media.control;

import java.util.Set;

/** The meaning of a child's exit codes, other than 0 for success. */
final class ExitCode {

    private static final Set<Integer> NEVER_STARTED = Set.of(126, 127);

    /** 128 and the number of the signal: ILL, ABRT, BUS (on either system), FPE, KILL, SEGV, SYS. */
    private static final Set<Integer> CRASHED = Set.of(132, 134, 135, 138, 136, 137, 139, 159);

    /** The limit on processor time: the signal itself, or ffmpeg's exit code for a signal. */
    private static final Set<Integer> OUT_OF_TIME = Set.of(152, 255);

    private ExitCode() {}

    /**
     * Throws when the child could not start. The upload is not the reason: a library or the executable has disappeared
     * since the service started.
     */
    static void requireStarted(int exitCode) {
        if (NEVER_STARTED.contains(exitCode)) {
            throw new IllegalStateException("ffmpeg does not run any more: exit code " + exitCode);
        }
    }

    /**
     * As {@link #requireStarted(int)}, with the child's messages. The limit on a user's namespaces can be exhausted.
     */
    static void requireStarted(int exitCode, String messages) {
        requireStarted(exitCode);
        if (exitCode != 0 && messages.startsWith("unshare: ")) {
            throw new IllegalStateException("ffmpeg cannot be kept from the network any more: " + messages.strip());
        }
    }

    static boolean isCrash(int exitCode) {
        return CRASHED.contains(exitCode);
    }

    static boolean isOutOfTime(int exitCode) {
        return OUT_OF_TIME.contains(exitCode);
    }
}
