package dev.escriba.media;

import dev.escriba.Configured;
import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.Ffmpeg;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.MediaSettings;
import dev.escriba.media.control.Sniffer;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recordings in every container. The packed ffmpeg makes them from a spoken sentence at first use. They are kept below
 * target.
 */
public final class MediaFixture {

    /** "The quick brown fox jumps over the lazy dog.": 50,000 samples at 16 kHz. */
    public static final Path ENGLISH =
            Path.of("src/test/resources/speech/en-fox.wav").toAbsolutePath();

    /** "Buenos días. La reunión empieza a las nueve." */
    public static final Path SPANISH =
            Path.of("src/test/resources/speech/es-meeting.wav").toAbsolutePath();

    public static final double ENGLISH_SECONDS = 3.125;

    /** One for each process in which the build runs tests. */
    private static final DataDirectory DATA = new DataDirectory(new StorageSettings(
            Path.of("target/media-fixture", System.getProperty("escriba.test.process", "process-1"))));

    private static final Path MADE = DATA.directory("made");
    private static final List<String> VIDEO =
            List.of("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=4", "-i", ENGLISH.toString());

    private static Ffmpeg ffmpeg;

    private MediaFixture() {}

    /** A data directory below target, the same for all tests of this process. */
    public static DataDirectory data() {
        return DATA;
    }

    public static synchronized Ffmpeg ffmpeg() {
        if (ffmpeg == null) {
            ffmpeg = new Ffmpeg(DATA, settings());
        }
        return ffmpeg;
    }

    /** The defaults, but for the keys below {@code escriba.media} that are followed by their values. */
    public static MediaSettings settings(String... more) {
        String[] keys = more.clone();
        for (int i = 0; i < keys.length; i += 2) {
            keys[i] = "escriba.media." + keys[i];
        }
        return Configured.read(MediaSettings::read, keys);
    }

    /** A probe that accepts these formats. */
    public static MediaProbe probe(String... formats) {
        MediaSettings settings = settings("formats", String.join(",", formats));
        return new MediaProbe(new Sniffer(settings), ffmpeg(), settings);
    }

    public static MediaDecoder decoder() {
        return new MediaDecoder(ffmpeg(), settings());
    }

    public static AudioStore store() {
        return new AudioStore(DATA, settings());
    }

    public static Path mp3() {
        return english("fox.mp3", "-c:a", "libmp3lame", "-b:a", "64k");
    }

    /** MPEG audio of layer II. */
    public static Path mp2() {
        return english("fox.mp2", "-c:a", "mp2", "-b:a", "64k");
    }

    public static Path m4a() {
        return english("fox.m4a", "-c:a", "aac", "-b:a", "48k");
    }

    public static Path videoMp4() {
        return make("fox-video.mp4", with(VIDEO, "-c:v", "libopenh264", "-c:a", "aac"));
    }

    /** Its index is at the end and is lost with the second half. */
    public static Path truncatedMp4() {
        return cut(videoMp4(), "fox-truncated.mp4");
    }

    /** Its index is at the beginning; half of the samples are lost. */
    public static Path truncatedStreamableMp4() {
        return cut(english("fox-fast.m4a", "-c:a", "aac", "-movflags", "+faststart"), "fox-fast-truncated.m4a");
    }

    public static Path videoWithoutAudio() {
        return make("silent-video.mp4", with(VIDEO, "-map", "0:v", "-c:v", "libopenh264"));
    }

    public static Path videoMpeg() {
        return make("fox-video.mpeg", with(VIDEO, "-c:v", "mpeg1video", "-r", "25", "-c:a", "mp2", "-f", "mpeg"));
    }

    public static Path transportStream() {
        return make("fox-ts.mpeg", with(VIDEO, "-c:v", "mpeg1video", "-r", "25", "-c:a", "mp2", "-f", "mpegts"));
    }

    public static Path webm() {
        return english("fox.webm", "-c:a", "libopus", "-b:a", "32k");
    }

    public static Path videoWebm() {
        return make("fox-video.webm", with(VIDEO, "-c:v", "libvpx", "-c:a", "libopus"));
    }

    /** Like a browser's recording: written to a pipe, without a length in the header. */
    public static Path liveWebm() {
        return english("fox-live.webm", "-c:a", "libopus", "-f", "webm", "-live", "1");
    }

    public static Path matroska() {
        return english("fox.mkv", "-c:a", "libopus");
    }

    public static Path flac() {
        return english("fox.flac", "-c:a", "flac");
    }

    public static Path ogg() {
        return english("fox.ogg", "-c:a", "libopus");
    }

    public static Path quickTime() {
        return english("fox.mov", "-c:a", "aac");
    }

    /** 8 kHz, as telephones record. */
    public static Path telephoneWav() {
        return english("fox-8k.wav", "-ar", "8000", "-c:a", "pcm_mulaw");
    }

    /** Both channels are equal. */
    public static Path stereoWav() {
        return english("fox-stereo.wav", "-af", "pan=stereo|c0=c0|c1=c0", "-ar", "44100");
    }

    /** A call of 7 s: the English sentence on the first channel, the Spanish one 1.5 s later on the second. */
    public static Path call(String name, String... options) {
        List<String> voices = List.of("-i", ENGLISH.toString(), "-i", SPANISH.toString(), "-filter_complex");
        String joined = "[0:a]apad=whole_dur=7[en];[1:a]adelay=1500,apad=whole_dur=7[es];"
                + "[en][es]join=inputs=2:channel_layout=stereo";
        return make(name, with(with(voices, joined, "-t", "7"), options));
    }

    /** One channel of {@link #call} alone. */
    public static Path callChannel(int channel) {
        return make(
                "call-" + channel + ".wav",
                "-i",
                call("call.wav").toString(),
                "-af",
                "pan=mono|c0=c" + channel,
                "-ar",
                "16000");
    }

    /** Silence of any length. */
    public static Path silence(String name, long seconds, String... options) {
        return make(
                seconds + "s-" + name,
                with(List.of("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono"), with(options, "-t", "" + seconds)));
    }

    /** Hours of silence, smaller than the limit on bytes. */
    public static synchronized Path hours(int hours) {
        Path minute =
                silence("bare.mp3", 60, "-c:a", "libmp3lame", "-b:a", "8k", "-write_xing", "0", "-id3v2_version", "0");
        Path made = MADE.resolve(hours + "h.mp3");
        try (var target = Files.newOutputStream(made)) {
            byte[] frames = Files.readAllBytes(minute);
            for (int i = 0; i < 60 * hours; i++) {
                target.write(frames);
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spoken sentence, encoded with the ffmpeg options. */
    public static Path english(String name, String... options) {
        return make(name, with(List.of("-i", ENGLISH.toString()), options));
    }

    /** Runs ffmpeg with these arguments and returns its output file. */
    public static synchronized Path make(String name, String... arguments) {
        Path made = MADE.resolve(name);
        if (Files.exists(made)) {
            return made;
        }
        ffmpeg();
        try {
            boolean live = Arrays.asList(arguments).contains("-live");
            Path partial = MADE.resolve("partial-" + name);
            Path executable = executable();
            List<String> command = new ArrayList<>(List.of(executable.toString(), "-y", "-v", "error", "-nostdin"));
            command.addAll(List.of(arguments));
            command.addAll(
                    List.of("-fflags", "+bitexact", "-flags:a", "+bitexact", live ? "pipe:1" : "file:" + partial));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            // as in the service: machines without a sound system lack libraries that ffmpeg needs
            builder.environment().put("LD_LIBRARY_PATH", executable.getParent().toString());
            builder.redirectOutput(
                    live ? partial.toFile() : MADE.resolve("output").toFile());
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("cannot make " + name);
            }
            return Files.move(partial, made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path executable() throws IOException {
        try (var unpacked = Files.list(DATA.directory("unpacked"))) {
            return unpacked.filter(
                            directory -> directory.getFileName().toString().startsWith("ffmpeg-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("ffmpeg");
        }
    }

    private static Path cut(Path whole, String name) {
        try {
            byte[] bytes = Files.readAllBytes(whole);
            Path half = MADE.resolve("partial-" + name);
            Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
            return Files.move(half, MADE.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String[] with(String[] first, String... more) {
        return with(List.of(first), more);
    }
}
