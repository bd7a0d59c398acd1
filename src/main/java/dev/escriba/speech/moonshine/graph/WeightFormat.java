package dev.escriba.speech.moonshine.graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The formats of eight-bit weights, for different CPUs. */
public enum WeightFormat {
    /**
     * Unsigned weights. They work on every CPU. With signed weights, an x86 CPU without VNNI adds pairs of products in
     * 16 bits, which overflow.
     */
    UNSIGNED,
    /** Signed weights, for CPUs that multiply them by unsigned values fast and exactly. */
    SIGNED,
    /**
     * Signed weights in the encoder; in the decoder blocks of 32 weights with a scale of their own. The kernels for
     * blocks are made for few rows: a step took 0.8 times as long. Each row is quantized by itself, so that a text does
     * not depend on the other texts of its batch.
     */
    BLOCKS;

    /** The maximum number of utterances that are decoded as a batch. */
    public static final int SLOTS = 4;

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Pattern VNNI = Pattern.compile("^flags\\b.*\\bavx(512)?_vnni\\b", Pattern.MULTILINE);

    /** The format for this machine; {@link #UNSIGNED} when its CPU is not known for sure. */
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

    /**
     * The number of utterances that may be decoded as a batch. Rows that share a scale would change each other's texts.
     */
    public int slots() {
        return this == BLOCKS ? SLOTS : 1;
    }
}
