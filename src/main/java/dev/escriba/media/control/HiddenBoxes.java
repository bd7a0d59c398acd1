package dev.escriba.media.control;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses MP4 files with encrypted tracks, and those whose index is compressed, before ffmpeg sees them. They have no
 * use here, and ffmpeg's code for them has had faults.
 *
 * <p>ffmpeg accepts these boxes within many others, and at places that an index names. So no structure is followed:
 * the whole file is searched for the type of such a box behind a size. ffmpeg reads sizes without a sign and cuts those
 * that are too large, so large ones count too, apart from letters of a text: titles have words such as "presencia".
 * Within the samples, the box {@code mdat} at the top, a size has to be plausible: in an honest recording of 25 MB,
 * that occurs by chance once in some 100,000 files. In a cover picture of 100 KB outside of it, a box occurs by chance
 * once in some 5,000 files.
 */
final class HiddenBoxes {

    private static final Set<Integer> ENCRYPTION = Stream.of(
                    "sinf", "schm", "senc", "saiz", "saio", "tenc", "pssh", "adrm", "aavd")
            .map(HiddenBoxes::number)
            .collect(Collectors.toUnmodifiableSet());

    private static final int COMPRESSED_INDEX = number("cmov");
    private static final int MIN_BOX = 8;
    private static final int MAX_BOX = 1 << 20;
    private static final int PORTION = 1 << 16;
    private static final int OVERLAP = 7;

    /** One byte more, because the byte behind the type counts too. */
    private static final int KEPT = OVERLAP + 1;

    private HiddenBoxes() {}

    /** @throws Problem 400 when the file has such a box */
    static void refuse(Upload upload) {
        Optional<String> reason;
        try (SeekableByteChannel channel = Files.newByteChannel(upload.path())) {
            reason = find(channel, SampleBoxes.of(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reason.ifPresent(key -> {
            throw Problem.invalid("File", key);
        });
    }

    /** The key of the message about the first such box. */
    private static Optional<String> find(SeekableByteChannel channel, SampleBoxes samples) throws IOException {
        channel.position(0);
        long begin = 0;
        ByteBuffer portion = ByteBuffer.allocate(PORTION);
        while (channel.read(portion) >= 0) {
            if (portion.hasRemaining() && channel.position() < channel.size()) {
                continue;
            }
            boolean last = channel.position() >= channel.size();
            if (last && portion.hasRemaining()) {
                // not a byte of the portion before
                portion.array()[portion.position()] = ' ';
            }
            int length = portion.position() - (last ? 0 : 1);
            Optional<String> found = find(portion.array(), length, begin, samples);
            if (found.isPresent()) {
                return found;
            }
            // a box can begin in one portion and have its type in the next
            begin = channel.position() - Math.min(KEPT, portion.position());
            portion.flip().position(Math.max(0, portion.limit() - KEPT));
            portion.compact();
            if (last) {
                break;
            }
        }
        return Optional.empty();
    }

    /**
     * The key of the message about the first such box.
     *
     * @param length of what is searched; behind it there is one byte more, unless the file ends there
     * @param begin place of the bytes in the file
     */
    private static Optional<String> find(byte[] bytes, int length, long begin, SampleBoxes samples) {
        int size = 0;
        int type = 0;
        for (int i = 0; i < length; i++) {
            size = (size << 8) | (type >>> 24);
            type = (type << 8) | (bytes[i] & 0xFF);
            if (i >= OVERLAP
                    && mayBeType(type)
                    && (isPlausible(size)
                            || (isLarge(size)
                                    && !samples.contain(begin + i - OVERLAP)
                                    && !isOfText(size, i + 1 < bytes.length ? bytes[i + 1] : ' ')))) {
                if (ENCRYPTION.contains(type)) {
                    return Optional.of("file.encrypted");
                }
                if (type == COMPRESSED_INDEX) {
                    return Optional.of("file.compressed-index");
                }
            }
        }
        return Optional.empty();
    }

    /** 0 stands for the rest of the file, and 1 for a size of 64 bits behind the type. */
    private static boolean isPlausible(int size) {
        return size == 0 || size == 1 || (size >= MIN_BOX && size <= MAX_BOX);
    }

    private static boolean isLarge(int size) {
        return Integer.compareUnsigned(size, MAX_BOX) > 0;
    }

    /** Whether these are the letters before and behind the four of a type. */
    private static boolean isOfText(int before, int behind) {
        return isLetter(before >>> 24)
                && isLetter(before >>> 16)
                && isLetter(before >>> 8)
                && isLetter(before)
                && isLetter(behind);
    }

    /** Whether the lowest byte is of a text in ASCII or UTF-8. */
    private static boolean isLetter(int bytes) {
        int one = bytes & 0xFF;
        return one >= ' ' && one != 0x7F && one <= 0xF4;
    }

    /** Spares a look-up: all of the types begin with one of these letters. */
    private static boolean mayBeType(int type) {
        int first = type >>> 24;
        return first == 's' || first == 't' || first == 'p' || first == 'c' || first == 'a';
    }

    private static int number(String type) {
        return ByteBuffer.wrap(type.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
