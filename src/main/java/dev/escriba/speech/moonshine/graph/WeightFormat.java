package dev.escriba.speech.moonshine.graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How eight-bit weights are best multiplied on a CPU. */
public enum WeightFormat {
    /**
     * Unsigned weights: right everywhere. An x86 CPU without VNNI adds pairs of products with signed ones up in 16 bits, which overflow.
     */
    UNSIGNED,
    /** Signed weights, for CPUs that multiply them with unsigned values fast and exactly. */
    SIGNED,
    /**
     * Signed ones in the encoder. In the decoder blocks of 32 weights with their own scale, by kernels made for one row at a time: a step took 0.8 times
     * as long, and as every row is quantized by itself, a text does not depend on those that are decoded together with it.
     */
    BLOCKS;

    /** The most stretches of audio that are decoded together. */
    public static final int SLOTS = 4;

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Pattern VNNI = Pattern.compile("^flags\\b.*\\bavx(512)?_vnni\\b", Pattern.MULTILINE);

    /** The one for this machine; what is not known for sure is {@link #UNSIGNED}. */
    public static WeightFormat ofThisMachine() {
        if (System.getProperty("os.arch").equals("aarch64")) {
            return SIGNED;
        }
        try {
            return VNNI.matcher(Files.readString(CPU, StandardCharsets.UTF_8)).find() ? BLOCKS : UNSIGNED;
        } catch (IOException notLinux) {
            return UNSIGNED;
        }
    }

    /** How many stretches of audio may be decoded together: rows that share a scale would change each other's texts. */
    public int slots() {
        return this == BLOCKS ? SLOTS : 1;
    }
}
