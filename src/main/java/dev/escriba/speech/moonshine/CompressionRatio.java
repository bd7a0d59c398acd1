package dev.escriba.speech.moonshine;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Tells by how far a text can be compressed whether it goes round in circles, which {@link RepetitionGuard} does not see where the
 * circles differ by a word. Texts of own speech came down to 1 / 1.85 at most (menus read out), prose of the same length to 1 / 2.1,
 * texts that went in circles to 1 / 2.2 to 1 / 4.
 */
final class CompressionRatio {

    private static final double CIRCLES = 2.2;

    private CompressionRatio() {}

    static boolean goesInCircles(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length > CIRCLES * compressed(bytes);
    }

    private static int compressed(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            // room for what cannot be compressed at all
            return deflater.deflate(new byte[bytes.length + 64]);
        } finally {
            deflater.end();
        }
    }
}
