package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.PartialFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A short silent recording, stored like an upload. ffmpeg reads it when the service starts. A server that runs as root
 * owns the uploads. Its confined child has fewer rights and may be unable to read them.
 */
final class TrialRecording {

    private static final int SAMPLES = 1600;
    private static final int SAMPLE_RATE = 16_000;
    private static final int HEADER = 44;

    private TrialRecording() {}

    static boolean isReadBy(Ffmpeg ffmpeg, DataDirectory data, ProcessTimeouts timeouts) {
        try {
            Path file = PartialFiles.file(data.directory("trial"));
            try (Upload upload = new Upload(Files.write(file, wav()), HEADER + 2 * SAMPLES, null);
                    FencedProcess process = ffmpeg.open(
                            upload, MediaFormat.WAV, Ffmpeg.FIRST_AUDIO, MediaProbe.FIRST_PACKET, true, timeouts)) {
                ProcessOutput.of(process, 1 << 16);
                return process.exitCode() == 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be written to", e);
        }
    }

    private static byte[] wav() {
        ByteBuffer wav = ByteBuffer.allocate(HEADER + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(wav.capacity() - 8).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(SAMPLE_RATE).putInt(2 * SAMPLE_RATE);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * SAMPLES);
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
