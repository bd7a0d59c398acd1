package dev.escriba.eval.service;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Figures;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Settings;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recordings of given lengths, made of the clips of one language, as mp3 of 48 kbit/s: an hour of that is below the
 * size limit.
 */
final class TestRecordings {

    private static final int RATE = 16_000;
    private static final int TEN_SECONDS = 10 * RATE;

    /** Clips of about this length are cut or repeated to ten seconds. Without such clips, all clips are. */
    private static final double MIN_SECONDS = 8;

    private static final double MAX_SECONDS = 12;

    /** The silence between clips: 0.6 s. */
    private static final int BETWEEN = 9_600;

    private TestRecordings() {}

    /** Recordings of ten seconds each, in memory. */
    static List<float[]> tenSeconds(Settings settings, String language) throws IOException {
        List<Clip> clips = settings.clips(language);
        List<Clip> near = clips.stream()
                .filter(clip -> clip.seconds() >= MIN_SECONDS && clip.seconds() <= MAX_SECONDS)
                .toList();
        List<float[]> recordings = new ArrayList<>();
        for (Clip clip : near.isEmpty() ? clips : near) {
            recordings.add(Figures.filled(Recordings.decoded(clip.file()), TEN_SECONDS));
        }
        return recordings;
    }

    /** All clips one after the other, repeated. */
    static Path lasting(int seconds, Settings settings, String language) throws IOException {
        List<float[]> clips = new ArrayList<>();
        for (Clip clip : settings.clips(language)) {
            clips.add(Recordings.decoded(clip.file()));
        }
        float[] once = Figures.joined(clips, BETWEEN);
        return mp3(Figures.filled(once, seconds * RATE));
    }

    static Path mp3(float[] samples) throws IOException {
        return encoded(samples, "mp3", "-c:a", "libmp3lame", "-b:a", "48k");
    }

    static Path encoded(float[] samples, String extension, String... options) throws IOException {
        String name = "bench-" + samples.length + "-" + Integer.toHexString(Arrays.hashCode(samples));
        Path wav = Path.of("target/bench/wav", name + ".wav").toAbsolutePath();
        Recordings.wav(wav, samples);
        List<String> arguments = new ArrayList<>(List.of("-i", wav.toString()));
        arguments.addAll(List.of(options));
        try {
            return MediaFixture.make(name + "." + extension, arguments.toArray(String[]::new));
        } finally {
            Files.delete(wav);
        }
    }
}
