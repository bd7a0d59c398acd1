package dev.escriba.media;

import static dev.escriba.media.Binary.bytes;
import static dev.escriba.media.Binary.littleEndian;
import static dev.escriba.media.Binary.littleEndianInt;
import static dev.escriba.media.Binary.repeated;
import static dev.escriba.media.Binary.zeros;

import java.util.Arrays;
import java.util.zip.Deflater;

/** WAV, MPEG, WebM and plain AAC files whose headers and tags claim more than the file has, or contain too much. */
final class HostileStreams {

    private static final long UNKNOWN_SIZE = 0x01FFFFFFFFFFFFFFL;

    private HostileStreams() {}

    /** A header with the sizes of an endless stream. */
    static byte[] wav(int rate, int channels, byte[] samples) {
        return bytes(
                "RIFF",
                0xFFFFFFFF,
                "WAVEfmt ",
                littleEndianInt(16),
                littleEndian(1),
                littleEndian(channels),
                littleEndianInt(rate),
                littleEndianInt(2L * rate * channels),
                littleEndian(2 * channels),
                littleEndian(16),
                "data",
                0xFFFFFFFF,
                samples);
    }

    static byte[] id3(byte[] frames) {
        int size = frames.length;
        byte[] sizes = {
            (byte) (size >> 21 & 0x7F), (byte) (size >> 14 & 0x7F), (byte) (size >> 7 & 0x7F), (byte) (size & 0x7F)
        };
        return bytes("ID3", (byte) 4, (byte) 0, (byte) 0, sizes, frames);
    }

    private static byte[] frame(String id, int flags, byte[] content) {
        int size = content.length;
        byte[] sizes = {
            (byte) (size >> 21 & 0x7F), (byte) (size >> 14 & 0x7F), (byte) (size >> 7 & 0x7F), (byte) (size & 0x7F)
        };
        return bytes(id, sizes, (short) flags, content);
    }

    /** A picture of 65,535 by 65,535 pixels in a few bytes. */
    static byte[] hugePicture() {
        byte[] png = bytes(
                "\u0089PNG\r\n\u001A\n",
                13,
                "IHDR",
                65_535,
                65_535,
                (byte) 16,
                (byte) 6,
                zeros(3),
                0,
                10,
                "IDAT",
                zeros(14));
        return frame("APIC", 0, bytes((byte) 0, "image/png", (byte) 0, (byte) 3, (byte) 0, png));
    }

    /** A compressed text of 256 MB. */
    static byte[] packedText() {
        Deflater deflater = new Deflater(9);
        deflater.setInput(zeros(1 << 24));
        deflater.finish();
        byte[] packed = new byte[1 << 16];
        int length = deflater.deflate(packed);
        deflater.end();
        byte[] size = {0x7F, 0x7F, 0x7F, 0x7F};
        return frame("TXXX", 0x0009, bytes(size, Arrays.copyOf(packed, length)));
    }

    static byte[] adts(int frames) {
        // 8 kHz, one channel; 11 bytes with this header
        byte[] header = {(byte) 0xFF, (byte) 0xF1, 0x6C, 0x40, 0x01, 0x7F, (byte) 0xFC};
        return repeated(bytes(header, HostileMp4.SILENT_FRAME), frames);
    }

    /** One packet on each of the channels. Each is the beginning of an audio track that no table lists. */
    static byte[] transportStream(int channels) {
        Object[] packets = new Object[channels];
        for (int i = 0; i < channels; i++) {
            byte[] start =
                    bytes("G", (short) (0x4000 | (i + 32)), (byte) 0x10, "\0\0\1\u00C0", (short) 0, "\u0080\0\0");
            packets[i] = Arrays.copyOf(start, 188);
        }
        return bytes(packets);
    }

    static byte[] webm(int tracks) {
        return bytes(webmStart(), element(0x1654AE6B, repeated(opusTrack(), tracks)));
    }

    /** Nested tags. */
    static byte[] webmNested(int depth) {
        return bytes(
                webmStart(),
                bytes(0x1254C367, UNKNOWN_SIZE),
                bytes((short) 0x7373, UNKNOWN_SIZE),
                repeated(bytes((short) 0x67C8, UNKNOWN_SIZE), depth));
    }

    /** An index of this many places. ffmpeg keeps each of them. */
    static byte[] webmCues(int places) {
        // elements of one byte, with sizes of one byte: CuePoint(CueTime, CueTrackPositions(CueTrack, ClusterPosition))
        byte[] place = bytes("\u00BB\u008B\u00B3\u0081\1\u00B7\u0086\u00F7\u0081\1\u00F1\u0081\1");
        return bytes(webmStart(), element(0x1654AE6B, opusTrack()), element(0x1C53BB6B, repeated(place, places)));
    }

    /** This many tags. */
    static byte[] webmTags(int tags) {
        byte[] tag = element(0x7373, element(0x67C8, element(0x45A3, "a"), element(0x4487, "b")));
        return bytes(webmStart(), element(0x1654AE6B, opusTrack()), element(0x1254C367, repeated(tag, tags)));
    }

    /** A Vorbis track whose codebooks are this many zeros. */
    static byte[] webmVorbis(int size) {
        byte[] track = element(
                0xAE,
                element(0xD7, "\1"),
                element(0x73C5, "\1"),
                element(0x83, "\2"),
                element(0x86, "A_VORBIS"),
                element(0x63A2, "\2\36", zeros(size)));
        return bytes(webmStart(), element(0x1654AE6B, track));
    }

    private static byte[] opusTrack() {
        return element(0xAE, element(0xD7, "\1"), element(0x73C5, "\1"), element(0x83, "\2"), element(0x86, "A_OPUS"));
    }

    private static byte[] webmStart() {
        return bytes(element(0x1A45DFA3, element(0x4282, "webm")), 0x18538067, UNKNOWN_SIZE);
    }

    private static byte[] element(int id, Object... content) {
        byte[] inner = bytes(content);
        Object name = id > 0xFFFF ? (Object) id : id > 0xFF ? (Object) (short) id : (Object) (byte) id;
        return bytes(name, 0x0100000000000000L | inner.length, inner);
    }
}
