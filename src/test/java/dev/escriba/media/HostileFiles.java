package dev.escriba.media;

import static dev.escriba.media.Binary.bytes;
import static dev.escriba.media.Binary.zeros;
import static dev.escriba.media.HostileFile.Verdict.COMPRESSED_INDEX;
import static dev.escriba.media.HostileFile.Verdict.ENCRYPTED;
import static dev.escriba.media.HostileFile.Verdict.NOT_SUPPORTED;
import static dev.escriba.media.HostileFile.Verdict.NO_AUDIO;
import static dev.escriba.media.HostileFile.Verdict.SILENT;
import static dev.escriba.media.HostileFile.Verdict.SPOKEN;
import static dev.escriba.media.HostileFile.Verdict.TOO_FAST;
import static dev.escriba.media.HostileFile.Verdict.TOO_LONG;
import static dev.escriba.media.HostileFile.Verdict.TOO_LOW;
import static dev.escriba.media.HostileFile.Verdict.UNDECODABLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Hostile files. They are made on demand from the spoken sentence alone. */
public final class HostileFiles {

    private static final int MEGABYTE = 1 << 20;
    private static final int WAV_HEADER = 44;

    private HostileFiles() {}

    /** Files that refer to a place, such as a path or an address. */
    public static List<HostileFile> pointingAt(String place) {
        return List.of(
                new HostileFile("hls.mp3", NOT_SUPPORTED, () -> HostileText.hls(place)),
                new HostileFile("hls-key-and-map.mp4", NOT_SUPPORTED, () -> HostileText.hlsWithKeyAndMap(place)),
                new HostileFile("dash.mp4", NOT_SUPPORTED, () -> HostileText.dash(place)),
                new HostileFile("ffconcat.mp3", NOT_SUPPORTED, () -> HostileText.ffconcat(place)),
                new HostileFile("sdp.wav", NOT_SUPPORTED, () -> HostileText.sdp(place)),
                new HostileFile("page.webm", NOT_SUPPORTED, () -> HostileText.html(place)),
                new HostileFile("picture.m4a", NOT_SUPPORTED, () -> HostileText.svg(place)),
                new HostileFile("playlist-in-mp4.mp4", UNDECODABLE, () -> HostileText.playlistInMp4(place)),
                new HostileFile(
                        "hls-behind-id3.mp3",
                        NOT_SUPPORTED,
                        () -> bytes(HostileStreams.id3(zeros(100)), HostileText.hls(place))),
                // the reference is not followed: the samples are in the file itself
                new HostileFile("url-reference.mp4", SILENT, () -> HostileMp4.elsewhere(place)));
    }

    /** A track that refers to the samples of that file. The file must be a copy of the sentence in M4A. */
    public static HostileFile referenceTo(Path m4a) {
        return new HostileFile("alias-reference.m4a", UNDECODABLE, () -> {
            try {
                Path trap = Files.createTempFile(MediaFixture.data().directory("made"), "trap", ".m4a");
                byte[] bytes = Files.readAllBytes(ExternalReference.trap(MediaFixture.m4a(), m4a, trap));
                Files.delete(trap);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Files that need much memory, time or disk space. */
    public static Stream<HostileFile> greedy() {
        return Stream.of(
                new HostileFile("endless-header.wav", SPOKEN, () -> HostileStreams.wav(16_000, 1, samples())),
                new HostileFile("header-only.wav", SILENT, () -> HostileStreams.wav(16_000, 1, zeros(0))),
                new HostileFile("no-rate.wav", UNDECODABLE, () -> HostileStreams.wav(0, 1, samples())),
                new HostileFile("one-hertz.wav", TOO_LOW, () -> HostileStreams.wav(1, 1, samples())),
                new HostileFile("channels.wav", UNDECODABLE, () -> HostileStreams.wav(16_000, 65_535, samples())),
                new HostileFile("id3-of-20-mb.mp3", SPOKEN, () -> behind(HostileStreams.id3(zeros(20 * MEGABYTE)))),
                new HostileFile("id3-alone.mp3", NOT_SUPPORTED, () -> HostileStreams.id3(zeros(20 * MEGABYTE))),
                new HostileFile(
                        "packed-tag.mp3", SPOKEN, () -> behind(HostileStreams.id3(HostileStreams.packedText()))),
                new HostileFile("cover.mp3", SPOKEN, () -> behind(HostileStreams.id3(HostileStreams.hugePicture()))),
                new HostileFile("days.aac", NOT_SUPPORTED, () -> HostileStreams.adts(2_300_000)),
                new HostileFile("hours.m4a", TOO_LONG, () -> HostileMp4.silence(115_000)),
                // the index of 9 days needs more memory than there is
                new HostileFile("days.m4a", UNDECODABLE, () -> HostileMp4.silence(6_400_000)),
                new HostileFile("overlapping.m4a", UNDECODABLE, () -> HostileMp4.overlapping(100_000, 20_000)),
                new HostileFile("claimed-index.mp4", UNDECODABLE, () -> HostileMp4.claimed(20_000_000)),
                new HostileFile("frame.m4a", UNDECODABLE, () -> HostileMp4.alac(4_096_000)),
                new HostileFile("sinf.m4a", ENCRYPTED, () -> HostileMp4.encrypted("sinf")),
                new HostileFile("senc.m4a", ENCRYPTED, () -> HostileMp4.encrypted("senc")),
                new HostileFile("index.webm", UNDECODABLE, () -> HostileStreams.webmCues(1_690_000)),
                new HostileFile("tags.webm", UNDECODABLE, () -> HostileStreams.webmTags(600_000)),
                new HostileFile("codebook.webm", UNDECODABLE, () -> HostileStreams.webmVorbis(20_000_000)),
                new HostileFile("fast.wav", TOO_FAST, () -> HostileStreams.wav(655_350, 8, samples())),
                new HostileFile("tracks.mp4", UNDECODABLE, () -> HostileMp4.tracks(20_000)),
                new HostileFile("deep.mp4", UNDECODABLE, () -> HostileMp4.nested("udta", 50_000)),
                new HostileFile("deep-tracks.mp4", NO_AUDIO, () -> HostileMp4.nested("trak", 50_000)),
                new HostileFile("packed-index.mp4", COMPRESSED_INDEX, () -> HostileMp4.packed(128 * MEGABYTE)),
                new HostileFile("tracks.webm", UNDECODABLE, () -> HostileStreams.webm(20_000)),
                new HostileFile("deep.webm", UNDECODABLE, () -> HostileStreams.webmNested(100_000)),
                new HostileFile("channels.mpeg", NO_AUDIO, () -> HostileStreams.transportStream(8_000)),
                new HostileFile("archive.wav", NOT_SUPPORTED, () -> HostileText.zip(read(MediaFixture.ENGLISH))),
                new HostileFile("packed.mp3", NOT_SUPPORTED, () -> HostileText.gzip(read(MediaFixture.mp3()))),
                new HostileFile("video.mp4", NO_AUDIO, () -> read(MediaFixture.videoWithoutAudio())));
    }

    /** The samples of the spoken sentence. */
    private static byte[] samples() {
        byte[] wav = read(MediaFixture.ENGLISH);
        return Arrays.copyOfRange(wav, WAV_HEADER, wav.length);
    }

    private static byte[] behind(byte[] tag) {
        return bytes(tag, read(MediaFixture.mp3()));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
