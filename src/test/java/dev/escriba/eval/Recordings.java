package dev.escriba.eval;

import dev.escriba.media.entity.PcmStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** Recordings for tests, decoded by the packed ffmpeg. */
public final class Recordings {

    private static final Path FFMPEG = Path.of("target/classes/org/bytedeco/ffmpeg/linux-x86_64/ffmpeg");

    private Recordings() {}

    /** All samples of a recording, mono at 16 kHz. */
    public static float[] decode(Path recording) throws IOException {
        if (!FFMPEG.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make ffmpeg executable");
        }
        ProcessBuilder builder = new ProcessBuilder(
                        FFMPEG.toAbsolutePath().toString(),
                        "-v",
                        "fatal",
                        "-nostdin",
                        "-i",
                        recording.toString(),
                        "-ac",
                        "1",
                        "-ar",
                        "16000",
                        "-f",
                        "f32le",
                        "-")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("LD_LIBRARY_PATH", FFMPEG.toAbsolutePath().getParent().toString());
        Process process = builder.start();
        byte[] bytes;
        try (var out = process.getInputStream()) {
            bytes = out.readAllBytes();
        }
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] samples = new float[floats.remaining()];
        floats.get(samples);
        return samples;
    }

    /** A stream over samples in memory, in portions as a decoder gives them. */
    public static PcmStream stream(float[] samples) {
        return new PcmStream() {
            private int position;

            @Override
            public int read(float[] target, int offset, int length) {
                if (position == samples.length) {
                    return -1;
                }
                int count = Math.min(Math.min(length, 4_000), samples.length - position);
                System.arraycopy(samples, position, target, offset, count);
                position += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
