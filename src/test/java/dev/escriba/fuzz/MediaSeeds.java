package dev.escriba.fuzz;

import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A short tone in every accepted container and codec, and in some others. */
final class MediaSeeds {

    private static final String[][] RECIPES = {
        {"tone.wav", "-c:a", "pcm_s16le"},
        {"tone-mulaw.wav", "-ar", "8000", "-c:a", "pcm_mulaw"},
        {"tone-adpcm.wav", "-c:a", "adpcm_ima_wav"},
        {"tone-tags.wav", "-metadata", "title=a", "-c:a", "pcm_f32le"},
        {"tone-rf64.wav", "-rf64", "always"},
        {"tone.mp3", "-c:a", "libmp3lame", "-metadata", "title=a"},
        {"tone-bare.mp3", "-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0"},
        {"tone.mp2", "-c:a", "mp2"},
        {"tone.m4a", "-c:a", "aac"},
        {"tone-fast.m4a", "-c:a", "aac", "-movflags", "+faststart", "-metadata", "title=a"},
        {"tone-alac.m4a", "-c:a", "alac"},
        {"tone-fragments.mp4", "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof"},
        {"tone-flac.mp4", "-c:a", "flac", "-strict", "-2"},
        {"tone-opus.mp4", "-c:a", "libopus"},
        {"tone-ac3.mp4", "-c:a", "ac3"},
        {"tone.webm", "-c:a", "libopus"},
        {"tone-vorbis.webm", "-c:a", "vorbis", "-strict", "-2", "-ac", "2"},
        {"tone-live.webm", "-c:a", "libopus", "-f", "webm", "-live", "1"},
        {"tone.mpeg", "-c:a", "mp2", "-f", "mpeg"},
        {"tone-ts.mpeg", "-c:a", "aac", "-f", "mpegts"},
        {"tone.flac", "-c:a", "flac"},
        {"tone.ogg", "-c:a", "libopus"}
    };

    private MediaSeeds() {}

    static List<byte[]> all() {
        List<byte[]> seeds = new ArrayList<>();
        for (String[] recipe : RECIPES) {
            seeds.add(bytes(tone(recipe)));
        }
        seeds.add(bytes(MediaFixture.make(
                "tone-video.mp4",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=32x32:rate=10:duration=0.3",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=16000:duration=0.3",
                "-c:v",
                "libopenh264",
                "-c:a",
                "aac")));
        return seeds;
    }

    private static Path tone(String... recipe) {
        List<String> arguments =
                new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000:duration=0.3"));
        arguments.addAll(List.of(recipe).subList(1, recipe.length));
        return MediaFixture.make(recipe[0], arguments.toArray(String[]::new));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
