package dev.escriba.media;

import static dev.escriba.media.Binary.bytes;
import static dev.escriba.media.Binary.repeated;
import static dev.escriba.media.Binary.zeros;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Small MP4 files that need much memory or time, or refer to other places. */
final class HostileMp4 {

    /** A frame of silence in AAC at 8 kHz, one channel; it lasts 0.128 s. */
    static final byte[] SILENT_FRAME = {0, 0, 0, 7};

    private static final int SELF_CONTAINED = 1;

    private HostileMp4() {}

    static byte[] box(String type, Object... content) {
        byte[] inner = bytes(content);
        return bytes(8 + inner.length, type, inner);
    }

    /** The given number of silent frames. */
    static byte[] silence(int frames) {
        byte[] samples = repeated(SILENT_FRAME, frames);
        byte[] start = bytes(type(), box("moov", header(), track(frames, 1, 0, self())));
        return bytes(type(), box("moov", header(), track(frames, 1, start.length + 8, self())), box("mdat", samples));
    }

    /** An index whose chunks all have the same place, with the given number of frames each. */
    static byte[] overlapping(int chunks, int framesPerChunk) {
        return bytes(
                type(),
                box("mdat", repeated(SILENT_FRAME, framesPerChunk)),
                box("moov", header(), track(framesPerChunk, chunks, type().length + 8, self())));
    }

    /** A short index that claims this many samples: each table has one entry. */
    static byte[] claimed(int samples) {
        return bytes(
                type(), box("mdat", SILENT_FRAME), box("moov", header(), track(samples, 1, type().length + 8, self())));
    }

    /** A frame of ALAC with eight channels that claims this many samples. */
    static byte[] alac(int samplesPerFrame) {
        byte[] config = bytes(
                samplesPerFrame,
                (byte) 0,
                (byte) 16,
                (byte) 40,
                (byte) 10,
                (byte) 14,
                (byte) 8,
                (short) 255,
                0,
                0,
                44_100);
        byte[] entry = entry("alac", 8, 44_100, box("alac", 0, config));
        return bytes(
                type(),
                box("mdat", zeros(64)),
                box("moov", header(), track(entry, 64, 1, 1, type().length + 8, self())));
    }

    /** A second of silence, with a box of encryption within this box of its track. */
    static byte[] encrypted(String type) {
        byte[] moov = box("moov", header(), track(8, 1, type().length + 8, self()), box("udta", box(type, zeros(8))));
        return bytes(type(), box("mdat", repeated(SILENT_FRAME, 8)), moov);
    }

    static byte[] tracks(int count) {
        return bytes(
                type(),
                box("mdat", SILENT_FRAME),
                box("moov", header(), repeated(track(1, 1, type().length + 8, self()), count)));
    }

    /** A second of silence whose index names an address as the place of the samples. */
    static byte[] elsewhere(String address) {
        return bytes(
                type(),
                box("mdat", repeated(SILENT_FRAME, 8)),
                box("moov", header(), track(8, 1, type().length + 8, box("url ", 0, address, (byte) 0))));
    }

    static byte[] nested(String type, int depth) {
        ByteArrayOutputStream boxes = new ByteArrayOutputStream();
        for (int left = depth; left > 0; left--) {
            boxes.writeBytes(bytes(8 * left, type));
        }
        return bytes(type(), box("moov", header(), boxes.toByteArray()));
    }

    /** A compressed index that is very much larger when it is expanded. */
    static byte[] packed(int unpackedSize) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
            for (int i = 0; i < unpackedSize >> 16; i++) {
                deflater.write(zeros(1 << 16));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes(
                type(), box("moov", box("cmov", box("dcom", "zlib"), box("cmvd", unpackedSize, packed.toByteArray()))));
    }

    private static byte[] type() {
        return box("ftyp", "M4A ", 0, "M4A ");
    }

    private static byte[] header() {
        return box("mvhd", 0, 0, 0, 8000, 0, 0x00010000, (short) 0x0100, zeros(10), matrix(), zeros(24), 2);
    }

    private static byte[] matrix() {
        return bytes(0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000);
    }

    private static byte[] self() {
        return box("url ", SELF_CONTAINED);
    }

    private static byte[] track(int framesPerChunk, int chunks, int offset, byte[] place) {
        return track(entry("mp4a", 1, 8000, esds()), SILENT_FRAME.length, framesPerChunk, chunks, offset, place);
    }

    private static byte[] entry(String codec, int channels, int rate, byte[] config) {
        return box(codec, zeros(6), (short) 1, zeros(8), (short) channels, (short) 16, 0, rate << 16, config);
    }

    private static byte[] track(byte[] entry, int frameSize, int framesPerChunk, int chunks, int offset, byte[] place) {
        byte[] table = box(
                "stbl",
                box("stsd", 0, 1, entry),
                box("stts", 0, 1, framesPerChunk * chunks, 1024),
                box("stsc", 0, 1, 1, framesPerChunk, 1),
                box("stsz", 0, frameSize, framesPerChunk * chunks),
                box("stco", 0, chunks, repeated(bytes(offset), chunks)));
        byte[] media = box(
                "mdia",
                box("mdhd", 0, 0, 0, 8000, framesPerChunk * chunks * 1024, (short) 0x55C4, (short) 0),
                box("hdlr", 0, 0, "soun", zeros(12), (byte) 0),
                box("minf", box("smhd", 0L), box("dinf", box("dref", 0, 1, place)), table));
        return box("trak", box("tkhd", 7, 0, 0, 1, 0, 0, 0L, 0, (short) 0x0100, (short) 0, matrix(), 0L), media);
    }

    private static byte[] esds() {
        byte[] config = bytes((byte) 5, (byte) 2, (byte) 0x15, (byte) 0x88);
        byte[] decoder = bytes((byte) 4, (byte) (13 + config.length), (byte) 0x40, (byte) 0x15, zeros(11), config);
        byte[] stream = bytes((short) 1, (byte) 0, decoder, (byte) 6, (byte) 1, (byte) 2);
        return box("esds", 0, (byte) 3, (byte) stream.length, stream);
    }
}
