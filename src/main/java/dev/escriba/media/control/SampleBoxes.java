package dev.escriba.media.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.TreeMap;

/** The places of the boxes {@code mdat} at the top of an MP4 file: they hold samples, and ffmpeg skips them. */
final class SampleBoxes {

    private static final int MDAT = 0x6D646174;
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    /** More than an honest file has. What is behind them counts as something else. */
    private static final int MAX_BOXES = 100_000;

    private final TreeMap<Long, Long> endsByBegin = new TreeMap<>();

    private SampleBoxes() {}

    /** Follows the sizes of the boxes at the top, up to one that is wrong. */
    static SampleBoxes of(SeekableByteChannel file) throws IOException {
        SampleBoxes boxes = new SampleBoxes();
        long length = file.size();
        ByteBuffer header = ByteBuffer.allocate(LONG_HEADER);
        long place = 0;
        for (int i = 0; i < MAX_BOXES && length - place >= HEADER; i++) {
            file.position(place);
            header.clear();
            while (header.hasRemaining() && file.read(header) >= 0) {
                // reads on
            }
            long size = size(header, length - place);
            if (size < HEADER) {
                break;
            }
            long end = size > length - place ? length : place + size;
            if (header.getInt(4) == MDAT) {
                boxes.endsByBegin.put(place, end);
            }
            place = end;
        }
        return boxes;
    }

    /** 0 stands for the rest of the file, and 1 for a size of 64 bits behind the type. */
    private static long size(ByteBuffer header, long rest) {
        int size = header.getInt(0);
        if (size == 1) {
            long size64 = header.position() < LONG_HEADER ? 0 : header.getLong(HEADER);
            return size64 < LONG_HEADER ? 0 : size64;
        }
        return size == 0 ? rest : Integer.toUnsignedLong(size);
    }

    /** Whether this place of the file is within such a box. */
    boolean contain(long place) {
        Map.Entry<Long, Long> before = endsByBegin.floorEntry(place);
        return before != null && place < before.getValue();
    }
}
