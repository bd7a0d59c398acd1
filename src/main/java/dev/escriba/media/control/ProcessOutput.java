package dev.escriba.media.control;

import java.util.Arrays;

/** Reads the output of a process with little output. */
final class ProcessOutput {

    private ProcessOutput() {}

    /** The whole output, or its first {@code limit} bytes. */
    static byte[] of(FencedProcess process, int limit) {
        byte[] output = new byte[limit];
        int length = 0;
        int n = process.read(output, 0, limit);
        while (n > 0) {
            length += n;
            n = process.read(output, length, limit - length);
        }
        return Arrays.copyOf(output, length);
    }
}
