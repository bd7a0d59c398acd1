package dev.escriba.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of files that the system lets this process open. With too few of them the server fails in the middle of
 * its start, or a busy one later, each time with a stack trace that does not name the limit.
 */
final class OpenFiles {

    /** An idle server has 350 open; requests, uploads and decoders need some hundreds more. It is the usual limit. */
    static final int NEEDED = 1_024;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");

    private OpenFiles() {}

    /** Says that the limit is too low, and what to do; empty if it is not, or if the system does not tell it. */
    static Optional<String> missing() {
        try {
            return Files.isReadable(LIMITS) ? missing(Files.readString(LIMITS)) : Optional.empty();
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /**
     * As {@link #missing()}.
     *
     * @param limits the text of the file of limits
     */
    static Optional<String> missing(String limits) {
        Matcher limit = LIMIT.matcher(limits);
        return limit.find() && Long.parseLong(limit.group(1)) < NEEDED
                ? Optional.of("The process may open " + limit.group(1) + " files. It needs " + NEEDED
                        + ". Raise the limit (ulimit -n, or LimitNOFILE of systemd).")
                : Optional.empty();
    }
}
