package dev.escriba.media.control;

import java.util.Optional;

/**
 * The header of a frame of MPEG audio.
 *
 * @param version 0 for MPEG 2.5, 2 for MPEG 2, 3 for MPEG 1, as in the header
 * @param layer 1 to 3
 * @param sampleRate in Hz
 * @param length of the whole frame in bytes
 */
record MpegAudioFrame(int version, int layer, int sampleRate, int length) {

    private static final int MPEG_1 = 3;
    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

    /** kbit/s by the header's index: MPEG 1 by layer, then MPEG 2 layer I, then MPEG 2 layers II and III. */
    private static final int[][] BIT_RATES = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    /**
     * Reads a header; empty when the four bytes are none. Frames of free bit rate are not supported, because ffmpeg
     * does not decode them.
     */
    static Optional<MpegAudioFrame> of(long header) {
        int version = (int) (header >> 19) & 3;
        int layer = 4 - ((int) (header >> 17) & 3);
        int bitRate = (int) (header >> 12) & 15;
        int sampleRate = (int) (header >> 10) & 3;
        boolean reserved = version == 1 || layer == 4 || bitRate == 15 || sampleRate == 3 || (header & 3) == 2;
        if (header < 0 || header >> 21 != 0x7FF || reserved || bitRate == 0) {
            return Optional.empty();
        }
        int hertz = SAMPLE_RATES[sampleRate] >> (version == MPEG_1 ? 0 : version == 2 ? 1 : 2);
        int bits = 1000 * BIT_RATES[version == MPEG_1 ? layer - 1 : layer == 1 ? 3 : 4][bitRate];
        int padding = (int) (header >> 9) & 1;
        int length =
                switch (layer) {
                    case 1 -> (12 * bits / hertz + padding) * 4;
                    case 2 -> 144 * bits / hertz + padding;
                    default -> (version == MPEG_1 ? 144 : 72) * bits / hertz + padding;
                };
        return Optional.of(new MpegAudioFrame(version, layer, hertz, length));
    }

    /** Whether one stream can contain both frames. */
    boolean goesWith(MpegAudioFrame other) {
        return version == other.version && layer == other.layer && sampleRate == other.sampleRate;
    }
}
