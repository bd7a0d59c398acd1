package dev.escriba.media.control;

import java.util.Set;

/** What the exit codes of a child tell, beyond 0 for success. */
final class ExitCode {

    private static final Set<Integer> NEVER_STARTED = Set.of(126, 127);

    /** 128 and the number of ILL, ABRT, BUS (on either system), FPE, KILL, SEGV, SYS. */
    private static final Set<Integer> CRASHED = Set.of(132, 134, 135, 138, 136, 137, 139, 159);

    /** Of the limit on processor time: the signal itself, or what ffmpeg makes of a signal. */
    private static final Set<Integer> OUT_OF_TIME = Set.of(152, 255);

    private ExitCode() {}

    /** No fault of the upload: a library or the executable itself has gone since the service started. */
    static void requireStarted(int exitCode) {
        if (NEVER_STARTED.contains(exitCode)) {
            throw new IllegalStateException("ffmpeg does not run any more: exit code " + exitCode);
        }
    }

    /** As {@link #requireStarted(int)}, where what was said is known too; a user's namespaces can be used up. */
    static void requireStarted(int exitCode, String said) {
        requireStarted(exitCode);
        if (exitCode != 0 && said.startsWith("unshare: ")) {
            throw new IllegalStateException("ffmpeg cannot be kept from the network any more: " + said.strip());
        }
    }

    static boolean isCrash(int exitCode) {
        return CRASHED.contains(exitCode);
    }

    static boolean isOutOfTime(int exitCode) {
        return OUT_OF_TIME.contains(exitCode);
    }
}
