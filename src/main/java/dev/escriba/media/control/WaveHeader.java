package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header of a WAV file with PCM samples (RIFF, RIFX, RF64, BW64). It is read without trust: a number in it decides
 * how much memory is taken only within fixed bounds, and never how far is read.
 *
 * @param chunks of samples, in the order of the file; ffmpeg reads the last one alone
 * @param frames that the file has, whatever the header claims
 * @param claimed the length in the header; zero where it states none
 */
record WaveHeader(WaveFormat format, List<Chunk> chunks, long frames, Duration claimed) {

    /** Samples of the file. */
    record Chunk(long offset, long bytes) {}

    /** Honest files have a few chunks. */
    private static final int MAX_CHUNKS = 1_000;

    private static final int CHUNK_HEADER = 8;
    private static final long UNKNOWN = 0xFFFF_FFFFL;

    /** The header of a file. Empty for every file that ffmpeg has to read. */
    static Optional<WaveHeader> of(Path file) {
        try (Content content = new Content(file)) {
            return read(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<WaveHeader> read(Content content) throws IOException {
        String magic = content.word(0, 4);
        ByteOrder order = magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean isLarge = magic.equals("RF64") || magic.equals("BW64");
        Optional<WaveFormat> format = Optional.empty();
        List<Chunk> chunks = new ArrayList<>();
        long claimed = 0;
        long largeSize = 0;
        long position = 12;
        for (int chunk = 0; chunk < MAX_CHUNKS && position + CHUNK_HEADER <= content.size(); chunk++) {
            ByteBuffer header =
                    ByteBuffer.wrap(content.bytes(position, CHUNK_HEADER)).order(order);
            String id = new String(header.array(), 0, 4, StandardCharsets.ISO_8859_1);
            long size = header.getInt(4) & UNKNOWN;
            long body = position + CHUNK_HEADER;
            switch (id) {
                case "ds64" -> largeSize = isLarge ? largeSize(content.bytes(body, 16)) : 0;
                case "fmt " -> {
                    if (!chunks.isEmpty()) {
                        // behind the samples there may be anything
                        break;
                    }
                    if (format.isPresent()) {
                        return Optional.empty();
                    }
                    format = WaveFormat.of(content.bytes(body, (int) Math.min(size, WaveFormat.MAX_BYTES)), order);
                    if (format.isEmpty()) {
                        return Optional.empty();
                    }
                }
                case "data" -> {
                    if (format.isEmpty()) {
                        return Optional.empty();
                    }
                    if (size == 0 && !chunks.isEmpty()) {
                        break;
                    }
                    size = isLarge && size == UNKNOWN ? largeSize : size == UNKNOWN ? 0 : size;
                    chunks.add(chunk(format.get(), body, size, content));
                    claimed = Math.max(size, claimed + size);
                    if (size == 0) {
                        return Optional.of(of(format.get(), chunks, claimed));
                    }
                }
                default -> {
                    // what else is in the file is of no interest
                }
            }
            long next = body + size + size % 2;
            if (next < body) {
                break;
            }
            position = next;
        }
        return chunks.isEmpty() ? Optional.empty() : Optional.of(of(format.orElseThrow(), chunks, claimed));
    }

    /** The size of the samples of a large file; 0 where it states none. */
    private static long largeSize(byte[] sizes) {
        return sizes.length < 16
                ? 0
                : Math.max(
                        0, ByteBuffer.wrap(sizes).order(ByteOrder.LITTLE_ENDIAN).getLong(8));
    }

    /**
     * The whole frames of a chunk.
     *
     * @param claimed its size; 0 where the header does not know it
     */
    private static Chunk chunk(WaveFormat format, long offset, long claimed, Content content) throws IOException {
        long available = content.size() - offset;
        long bytes = claimed == 0 ? available : Math.min(claimed, available);
        return new Chunk(offset, bytes - bytes % format.frameBytes());
    }

    private static WaveHeader of(WaveFormat format, List<Chunk> chunks, long claimed) {
        long bytes = chunks.stream().mapToLong(Chunk::bytes).sum();
        return new WaveHeader(
                format,
                List.copyOf(chunks),
                bytes / format.frameBytes(),
                length(format, claimed / format.frameBytes()));
    }

    private static Duration length(WaveFormat format, long frames) {
        long seconds = frames / format.sampleRate();
        return Duration.ofSeconds(seconds, frames % format.sampleRate() * 1_000_000_000L / format.sampleRate());
    }

    /**
     * The facts of the file. Its length is that of the samples that it has.
     *
     * @throws dev.escriba.problem.entity.Problem 400 where the sample rate is not permitted
     */
    MediaFacts facts() {
        int channels = format.channels();
        return new MediaFacts(
                MediaFormat.WAV,
                0,
                format.codec(),
                SampleRates.permitted((int) Math.min(format.sampleRate(), Integer.MAX_VALUE)),
                channels == 1 ? ChannelLayout.MONO : new ChannelLayout(channels == 2 ? "stereo" : "", channels),
                Optional.of(length(format, frames)));
    }
}
