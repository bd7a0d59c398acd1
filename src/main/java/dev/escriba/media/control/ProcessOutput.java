package dev.escriba.media.control;

import java.util.Arrays;

/** What a process says, where it is little. */
final class ProcessOutput {

    private ProcessOutput() {}

    /** All of it, or its first {@code limit} bytes. */
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
