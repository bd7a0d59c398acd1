package dev.escriba.eval;

import dev.escriba.media.entity.PcmStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Recordings for tests, decoded by the packed ffmpeg. */
public final class Recordings {

    private static final Path FFMPEG =
            Path.of("target/classes/org/bytedeco/ffmpeg/linux-x86_64/ffmpeg").toAbsolutePath();

    private static final Map<Path, float[]> DECODED = new ConcurrentHashMap<>();

    private Recordings() {}

    /** All samples of a recording, mono at 16 kHz. */
    public static float[] decode(Path recording) throws IOException {
        if (!FFMPEG.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make ffmpeg executable");
        }
        ProcessBuilder builder = new ProcessBuilder(
                        FFMPEG.toString(),
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
        // the same environment as in the service: machines without a sound system lack libraries that ffmpeg needs
        builder.environment().put("LD_LIBRARY_PATH", FFMPEG.getParent().toString());
        Process process = builder.start();
        byte[] bytes;
        try (var out = process.getInputStream()) {
            bytes = out.readAllBytes();
        }
        if (bytes.length == 0) {
            throw new IOException("cannot decode " + recording);
        }
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] samples = new float[floats.remaining()];
        floats.get(samples);
        return samples;
    }

    /** As {@link #decode}, but decodes each recording once. Do not change the array. */
    public static float[] decoded(Path recording) throws IOException {
        float[] known = DECODED.get(recording);
        if (known == null) {
            known = decode(recording);
            DECODED.put(recording, known);
        }
        return known;
    }

    /** Writes samples as a WAV file of 16 bits, mono at 16 kHz. */
    public static Path wav(Path file, float[] samples) throws IOException {
        int bytes = samples.length * Short.BYTES;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(PcmStream.SAMPLE_RATE);
        wav.putInt(PcmStream.SAMPLE_RATE * Short.BYTES).putShort((short) Short.BYTES);
        wav.putShort((short) Short.SIZE).put(ascii("data")).putInt(bytes);
        for (float sample : samples) {
            wav.putShort((short) Math.round(Math.max(-1f, Math.min(1f, sample)) * Short.MAX_VALUE));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, wav.array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** A stream over samples in memory, in portions like those of a decoder. */
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
