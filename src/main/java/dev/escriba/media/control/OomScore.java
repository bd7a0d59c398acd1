package dev.escriba.media.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes a child process the first one that the kernel ends when memory runs out, where {@code choom} is not installed.
 */
final class OomScore {

    private static final Logger LOG = Logger.getLogger(OomScore.class.getName());
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private OomScore() {}

    /** Returns whether the system took the score. Warns once where it did not. */
    static boolean raise(long pid) {
        return raise(Path.of("/proc", Long.toString(pid), "oom_score_adj"));
    }

    static boolean raise(Path score) {
        try {
            // a process may raise the score of its own children without any privilege
            Files.writeString(score, Confinement.OOM_SCORE);
            return true;
        } catch (IOException e) {
            if (!WARNED.getAndSet(true)) {
                LOG.log(
                        Level.WARNING,
                        "When memory runs out, the system may end the server before ffmpeg, because choom is not"
                                + " installed and the score cannot be written: {0}",
                        e.toString());
            }
            return false;
        }
    }
}
