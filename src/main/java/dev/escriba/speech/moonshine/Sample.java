package dev.escriba.speech.moonshine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Packed synthetic speech for the {@link ParityCheck}. */
final class Sample {

    /** The bytes of a plain WAV header: 16 kHz, mono, 16 bit. */
    private static final int HEADER = 44;

    private Sample() {}

    /** Samples at 16 kHz; English where there are none in the language. */
    static float[] in(String language) throws IOException {
        try (InputStream found = Sample.class.getResourceAsStream("sample-" + language + ".wav")) {
            if (found == null) {
                return in("en");
            }
            byte[] bytes = found.readAllBytes();
            ShortBuffer words = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[] samples = new float[words.remaining()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = words.get(i) / 32768f;
            }
            return samples;
        }
    }
}
