package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import java.io.IOException;
import java.util.Optional;

/** Recognises MPEG audio by consecutive frames, after tags of any size, zero padding and a little other data. */
final class MpegAudio {

    private static final int MAX_TAGS = 8;
    private static final int MAX_PADDING = 1 << 16;
    private static final int MAX_JUNK = 1 << 13;

    /** Two frames are enough where audio must begin. After other data, more are needed to rule out chance. */
    private static final int FRAMES_IN_PLACE = 2;

    private static final int FRAMES_BEHIND_JUNK = 4;

    private MpegAudio() {}

    static Optional<MediaFormat> recognise(Content content) throws IOException {
        long start = behindPadding(content, behindTags(content));
        if (isStream(content, start, FRAMES_IN_PLACE)) {
            return format(content, start);
        }
        byte[] junk = content.bytes(start, MAX_JUNK);
        for (int i = 1; i < junk.length; i++) {
            if (junk[i] == (byte) 0xFF && isStream(content, start + i, FRAMES_BEHIND_JUNK)) {
                return format(content, start + i);
            }
        }
        return Optional.empty();
    }

    /** The offset after the ID3v2 tags at the beginning. */
    static long behindTags(Content content) throws IOException {
        long offset = 0;
        for (int tags = 0; tags < MAX_TAGS; tags++) {
            byte[] header = content.bytes(offset, 10);
            if (header.length < 10 || header[0] != 'I' || header[1] != 'D' || header[2] != '3') {
                break;
            }
            int size = 0;
            for (int i = 6; i < 10; i++) {
                size = (size << 7) | (header[i] & 0x7F);
            }
            boolean footer = (header[5] & 0x10) != 0;
            offset += header.length + size + (footer ? 10 : 0);
        }
        return offset;
    }

    private static long behindPadding(Content content, long start) throws IOException {
        byte[] padding = content.bytes(start, MAX_PADDING);
        int zeros = 0;
        while (zeros < padding.length && padding[zeros] == 0) {
            zeros++;
        }
        return start + zeros;
    }

    private static boolean isStream(Content content, long start, int wanted) throws IOException {
        Optional<MpegAudioFrame> first = MpegAudioFrame.of(content.unsignedInt(start));
        long offset = start;
        Optional<MpegAudioFrame> frame = first;
        for (int frames = 1; frame.isPresent() && frame.get().goesWith(first.get()); frames++) {
            offset += frame.get().length();
            boolean singleFrame = wanted == FRAMES_IN_PLACE && offset == content.size();
            if (frames == wanted || singleFrame) {
                return true;
            }
            frame = MpegAudioFrame.of(content.unsignedInt(offset));
        }
        return false;
    }

    private static Optional<MediaFormat> format(Content content, long start) throws IOException {
        return MpegAudioFrame.of(content.unsignedInt(start))
                .map(frame -> frame.layer() == 3 ? MediaFormat.MP3 : MediaFormat.MPGA);
    }
}
