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
 * <p>ffmpeg accepts these boxes within many others, and at places that an index names. So no structure is followed: the
 * whole file is searched for the type of such a box behind a plausible size. In the samples of an honest recording of
 * 25 MB, that occurs by chance once in some 100,000 files.
 */
final class HiddenBoxes {

    private static final Set<Integer> ENCRYPTION = Stream.of("sinf", "senc", "saiz", "saio", "tenc", "pssh")
            .map(HiddenBoxes::number)
            .collect(Collectors.toUnmodifiableSet());

    private static final int COMPRESSED_INDEX = number("cmov");
    private static final int MIN_BOX = 8;
    private static final int MAX_BOX = 1 << 20;
    private static final int PORTION = 1 << 16;
    private static final int OVERLAP = 7;

    private HiddenBoxes() {}

    /** @throws Problem 400 when the file has such a box */
    static void refuse(Upload upload) {
        Optional<String> reason;
        try (SeekableByteChannel channel = Files.newByteChannel(upload.path())) {
            reason = find(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reason.ifPresent(key -> {
            throw Problem.invalid("File", key);
        });
    }

    /** The key of the message about the first such box. */
    private static Optional<String> find(SeekableByteChannel channel) throws IOException {
        ByteBuffer portion = ByteBuffer.allocate(PORTION);
        while (channel.read(portion) >= 0) {
            if (portion.hasRemaining() && channel.position() < channel.size()) {
                continue;
            }
            Optional<String> found = find(portion.array(), portion.position());
            if (found.isPresent()) {
                return found;
            }
            // a box can begin in one portion and have its type in the next
            portion.flip().position(Math.max(0, portion.limit() - OVERLAP));
            portion.compact();
            if (channel.position() >= channel.size()) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> find(byte[] bytes, int length) {
        int size = 0;
        int type = 0;
        for (int i = 0; i < length; i++) {
            size = (size << 8) | (type >>> 24);
            type = (type << 8) | (bytes[i] & 0xFF);
            if (i >= OVERLAP && isPlausible(size) && mayBeType(type)) {
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

    /** Spares a look-up: all of the types begin with one of these letters. */
    private static boolean mayBeType(int type) {
        int first = type >>> 24;
        return first == 's' || first == 't' || first == 'p' || first == 'c';
    }

    private static int number(String type) {
        return ByteBuffer.wrap(type.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
