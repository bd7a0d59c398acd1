package dev.escriba.speech.moonshine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What this machine multiplies well. */
final class Cpu {

    private static final Path FLAGS = Path.of("/proc/cpuinfo");
    private static final Pattern DOT_PRODUCTS = Pattern.compile("^flags\\b.*\\bavx(512)?_vnni\\b", Pattern.MULTILINE);

    private Cpu() {}

    /**
     * Whether products with signed eight-bit weights are fast and exact. An x86 CPU without VNNI adds pairs of them up in 16 bits, which overflow; unsigned
     * weights take a slower way there that does not. Unknown means no.
     */
    static boolean multipliesSignedBytes() {
        if (System.getProperty("os.arch").equals("aarch64")) {
            return true;
        }
        try {
            return DOT_PRODUCTS
                    .matcher(Files.readString(FLAGS, StandardCharsets.UTF_8))
                    .find();
        } catch (IOException notLinux) {
            return false;
        }
    }
}
