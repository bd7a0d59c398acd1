package dev.escriba.media.control;

import java.io.IOException;
import java.io.InputStream;

/**
 * The messages of a process that writes them apart from its output. One thread reads them until they are ignored. The
 * watchdog sees to it that the process does not stand still because of a full pipe.
 */
final class ProcessMessages {

    /** What the watchdog takes in one check, at most: a process that writes more has to wait. */
    private static final int MAX_DRAINED = 1 << 20;

    /** The checks in a row that find unread output, after which no more messages are expected. */
    private static final int MAX_CHECKS = 5;

    private final InputStream stream;
    private volatile boolean awaited;
    private volatile boolean ignored;
    private int checksWithOutput;

    ProcessMessages(InputStream stream) {
        this.stream = stream;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        awaited = true;
        return stream.read(target, offset, length);
    }

    void ignore() {
        ignored = true;
    }

    /**
     * Takes the messages that are ignored. It does not wait for more.
     *
     * @param output the output of the process
     * @return false when a thread waits for messages that will not come, because the process waits for the readers of
     *     its output
     */
    boolean check(InputStream output) {
        try {
            if (ignored) {
                drain();
            } else if (awaited) {
                checksWithOutput = output.available() > 0 ? checksWithOutput + 1 : 0;
            }
        } catch (IOException closed) {
            // the process has ended
        }
        return ignored || checksWithOutput < MAX_CHECKS;
    }

    private void drain() throws IOException {
        int left = MAX_DRAINED;
        for (int n = stream.available(); n > 0 && left > 0; n = stream.available()) {
            left -= stream.readNBytes(Math.min(n, left)).length;
        }
    }

    void close() throws IOException {
        stream.close();
    }
}
