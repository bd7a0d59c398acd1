package dev.escriba.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes in the ways in which files are damaged, by accident or on purpose. */
final class ByteMutator {

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0xFFFFFF,
        0x7FFFFFFFL,
        0x80000000L,
        0xFFFFFFF0L,
        0xFFFFFFFFL,
        0x100000000L,
        0x7FFFFFFFFFFFFFFFL,
        -1L
    };

    private static final List<String> WORDS = List.of(
            "RIFF",
            "RF64",
            "WAVE",
            "fmt ",
            "data",
            "LIST",
            "fact",
            "ds64",
            "ID3",
            "TAG",
            "APIC",
            "Xing",
            "LAME",
            "ftyp",
            "moov",
            "moof",
            "mdat",
            "trak",
            "mdia",
            "minf",
            "dinf",
            "dref",
            "stbl",
            "stsd",
            "stsz",
            "stsc",
            "stco",
            "co64",
            "stts",
            "ctts",
            "elst",
            "edts",
            "esds",
            "mp4a",
            "meta",
            "udta",
            "ilst",
            "cmov",
            "sidx",
            "tfhd",
            "trun",
            "uuid",
            "free",
            "url ",
            "alis",
            "pssh",
            "senc",
            "qt  ",
            "isom",
            "OggS",
            "fLaC",
            "OpusHead",
            "A_OPUS",
            "A_VORBIS",
            "V_VP8",
            "\u001AE\u00DF\u00A3",
            "\u0018S\u0080g",
            "\u001FC\u00B6u",
            "\u0000\u0000\u0001\u00BA",
            "\u0000\u0000\u0001\u00C0",
            "G@\u0000\u0010",
            "\u00FF\u00FB",
            "\u00FF\u00F1",
            "#EXTM3U\n",
            "ffconcat version 1.0\n",
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "concat:",
            "<svg",
            "PK\u0003\u0004");

    private final List<byte[]> others;

    /** Damages bytes, also with parts of {@code others}. */
    ByteMutator(List<byte[]> others) {
        this.others = others;
    }

    byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original;
        int steps = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
        for (int i = 0; i < steps; i++) {
            bytes = step(bytes, random);
        }
        return bytes;
    }

    private byte[] step(byte[] bytes, Random random) {
        int at = position(bytes.length, random);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 16 : 2000));
        return switch (random.nextInt(11)) {
            case 0, 1 -> flipped(bytes, at, random);
            case 2 -> replaced(bytes, at, length, random(length, random));
            case 3, 4 -> replaced(bytes, at, 0, number(random), true);
            case 5 -> replaced(bytes, at, 0, word(random), true);
            case 6 -> replaced(bytes, at, 0, word(random));
            case 7 -> replaced(bytes, at, length, new byte[0]);
            case 8 -> replaced(bytes, at, 0, repeated(Arrays.copyOfRange(bytes, at, at + length), random));
            case 9 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : flipped(bytes, at, random);
            default -> spliced(bytes, at, random);
        };
    }

    /** A position, mostly near the start, where the structure of a file is. */
    private static int position(int length, Random random) {
        return length == 0 ? 0 : random.nextInt(random.nextInt(3) > 0 ? Math.min(length, 700) : length);
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] result = bytes.clone();
        if (result.length > 0) {
            result[at] ^= (byte) (1 << random.nextInt(8));
        }
        return result;
    }

    private static byte[] number(Random random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        byte[] bytes = new byte[1 << random.nextInt(4)];
        boolean littleEndian = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[littleEndian ? i : bytes.length - 1 - i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    private static byte[] word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] random(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeated(byte[] chunk, Random random) {
        int times = 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 3);
        byte[] result = new byte[chunk.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(chunk, 0, result, i * chunk.length, chunk.length);
        }
        return result;
    }

    private byte[] spliced(byte[] bytes, int at, Random random) {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = position(other.length, random);
        return replaced(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    /** Overwrites bytes with the given ones, as far as there are bytes. */
    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by, boolean over) {
        return replaced(bytes, at, over ? Math.min(by.length, bytes.length - at) : length, by);
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        byte[] result = new byte[bytes.length - length + by.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
        return result;
    }
}
