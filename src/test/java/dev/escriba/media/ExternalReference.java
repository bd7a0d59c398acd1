package dev.escriba.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes MP4 files with a track that names another file, by absolute path, as the place of its samples. */
public final class ExternalReference {

    private static final List<String> PATH_TO_REFERENCES = List.of("moov", "trak", "mdia", "minf", "dinf", "dref");

    private ExternalReference() {}

    /** Copies the index of {@code m4a}, which must follow its samples, with a reference to {@code other}. */
    public static Path trap(Path m4a, Path other, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(m4a);
        byte[] alias = alias(other.toAbsolutePath().toString());
        ByteArrayOutputStream trap = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int offset = 0;
        int end = bytes.length;
        for (String type : PATH_TO_REFERENCES) {
            offset = find(buffer, type, offset, end);
            end = offset + buffer.getInt(offset);
            // the one entry, which means "this file", has 12 bytes
            buffer.putInt(offset, buffer.getInt(offset) + alias.length - 12);
            offset += 8;
        }
        int entry = offset + 8;
        trap.write(bytes, 0, entry);
        trap.writeBytes(alias);
        trap.write(bytes, entry + 12, bytes.length - entry - 12);
        return Files.write(target, trap.toByteArray());
    }

    private static int find(ByteBuffer boxes, String type, int start, int end) {
        int wanted = ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).getInt();
        int offset = start;
        while (offset < end) {
            if (boxes.getInt(offset + 4) == wanted) {
                return offset;
            }
            offset += boxes.getInt(offset);
        }
        throw new IllegalArgumentException("no " + type);
    }

    /** A Macintosh alias record with the path in the tagged part at its end. */
    private static byte[] alias(String path) {
        String even = path.length() % 2 == 0 ? path : path + "\0";
        ByteBuffer alias = ByteBuffer.allocate(12 + 150 + 4 + even.length() + 4);
        alias.putInt(alias.capacity())
                .put("alis".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(0);
        alias.position(12 + 150 - 20);
        alias.putShort((short) 1).putShort((short) 1);
        alias.position(12 + 150);
        alias.putShort((short) 2).putShort((short) even.length());
        alias.put(even.getBytes(StandardCharsets.ISO_8859_1));
        alias.putShort((short) -1).putShort((short) 0);
        return alias.array();
    }
}
