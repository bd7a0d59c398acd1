package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.escriba.Await;
import dev.escriba.media.ExternalReference;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {

    /** Of a WAV file that ffmpeg decodes. */
    static final MediaFacts WAV =
            new MediaFacts(MediaFormat.WAV, 0, "pcm_mulaw", 16_000, ChannelLayout.MONO, Optional.empty());

    static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    /** The clock judges the machine: such a process could have a good recording. */
    @ParameterizedTest
    @CsvSource({
        "sleep 60, PT0S, problem.503",
        "exec sleep 60, PT0S, problem.503",
        "exec >&-; sleep 60, PT0S, problem.503"
    })
    void killsADecoderThatLetsItsReaderWait(String behaviour, Duration used, String kind) throws Exception {
        MediaDecoder decoder = new MediaDecoder(stub(behaviour), patient("max-stall", "PT0.6S"));
        try (DecodedAudio stream = (DecodedAudio) decoder.decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            Await.until(
                    "processor time", LONG, () -> processorTime(stream.handle()).compareTo(used) >= 0);
            List<ProcessHandle> family = family(stream.handle());
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> stream.read(new float[1], 0, 1))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo(kind));
            for (ProcessHandle member : family) {
                member.onExit().get();
            }
        }
    }

    /** Other processes may leave the decoder less than half of a processor, so the test tries more than once. */
    @Test
    void killsADecoderThatComputesWhileItsReaderWaits() throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                killsADecoderThatLetsItsReaderWait("while :; do :; done", Duration.ofMillis(400), "file.too-slow");
                return;
            } catch (AssertionError busy) {
                if (attempt == 12) {
                    throw busy;
                }
            }
        }
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Every limit of time is long, but for this one. */
    private static MediaSettings patient(String key, String value) {
        Map<String, String> limits = new HashMap<>();
        List.of("max-duration", "max-stall", "max-decode-time", "max-open-time")
                .forEach(limit -> limits.put(limit, LONG.toString()));
        limits.put(key, value);
        return MediaFixture.settings(limits.entrySet().stream()
                .flatMap(limit -> Stream.of(limit.getKey(), limit.getValue()))
                .toArray(String[]::new));
    }

    private MediaProbe probe(String behaviour, String maxTime) throws IOException {
        MediaSettings settings = MediaFixture.settings("formats", "wav", "max-probe-time", maxTime);
        return new MediaProbe(new Sniffer(settings), stub(behaviour), settings);
    }

    @Test
    void killsADecoderThatIsTooSlow() throws IOException {
        Ffmpeg trickling = stub("while :; do printf 'abcd'; sleep 0.1; done");
        MediaDecoder decoder = new MediaDecoder(trickling, patient("max-decode-time", "PT1S"));
        try (PcmStream stream = decoder.decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> MediaFixtures.readAll(stream))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo("problem.503"));
        }
    }

    @Test
    void killsAProbeThatHangs() throws IOException {
        assertThat(refusal(probe("sleep 60", "PT0.6S"))).isEqualTo("problem.503");
    }

    /** A process that gets less than half of a processor is not to blame, so a busy machine cannot show this. */
    @Test
    void killsAProbeThatWorksTooLong() throws Exception {
        MediaProbe probe = probe("while :; do :; done", "PT0.6S");
        List<String> kinds = new ArrayList<>();
        boolean isBlamed = Await.isReached(Duration.ofSeconds(20), () -> {
            kinds.add(refusal(probe));
            return kinds.contains("file.too-slow");
        });
        assertThat(kinds).isSubsetOf("problem.503", "file.too-slow");
        Assumptions.assumeTrue(isBlamed, "the machine is too busy");
    }

    private static String refusal(MediaProbe probe) {
        try {
            probe.probe(upload(MediaFixture.telephoneWav()));
            throw new AssertionError("the probe has ended");
        } catch (Problem problem) {
            return problem.kind();
        }
    }

    @Test
    void limitsProcessorTimeInRelationToTheAudio() {
        ProcessTimeouts limits = new ProcessTimeouts(LONG, Duration.ofMinutes(10), LONG);
        assertThat(limits.processorTime(Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.processorTime(Duration.ofMinutes(10))).isEqualTo(Duration.ofSeconds(70));
        assertThat(limits.processorTime(Duration.ofHours(4))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void endsADecoderThatWorksMuchForLittleAudio() throws IOException {
        Ffmpeg busy = stub("printf abcdabcd; while :; do :; done");
        MediaDecoder decoder = new MediaDecoder(busy, patient("max-stall", LONG.toString()));
        try (PcmStream stream = decoder.decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> MediaFixtures.readAll(stream))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.too-slow"));
        }
    }

    @Test
    void leavesProcessesToOtherAccounts() throws IOException {
        Ffmpeg sleeping = new Ffmpeg(
                new DataDirectory(new StorageSettings(directory.resolve("data"))),
                MediaFixture.settings(
                        "ffmpeg", FfmpegStub.passing(directory, "sleep 60").toString(),
                        "max-processes", "3",
                        "max-stall", "PT0.3S"));
        try (FencedProcess first = open(sleeping, "greedy")) {
            try (FencedProcess second = open(sleeping, "greedy")) {
                assertThat(List.of(first, second)).hasSize(2);
                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> open(sleeping, "greedy"))
                        .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
                try (FencedProcess other = open(sleeping, "modest")) {
                    assertThat(other.isClosed()).isFalse();
                    assertThat(sleeping.running()).isEqualTo(3);
                    assertThatExceptionOfType(Problem.class).isThrownBy(() -> open(sleeping, "third"));
                }
            }
            open(sleeping, "greedy").close();
        }
        assertThat(sleeping.running()).isZero();
        assertThat(sleeping.refused()).isEqualTo(2);
    }

    private static FencedProcess open(Ffmpeg ffmpeg, String account) {
        return ffmpeg.open(
                upload(MediaFixture.ENGLISH).ownedBy(account),
                MediaFormat.WAV,
                Ffmpeg.FIRST_AUDIO,
                List.of(),
                false,
                new ProcessTimeouts(LONG, LONG, LONG));
    }

    @Test
    void limitsTheOutputOfAProbe() throws IOException {
        MediaProbe probe = probe("while :; do echo chatter; done", LONG.toString());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> probe.probe(upload(MediaFixture.telephoneWav())))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill -SEGV $$", "printf abcdabcd; kill -ABRT $$", "exit 1"})
    void refusesARecordingThatCrashesTheDecoder(String behaviour) throws IOException {
        try (PcmStream stream = new MediaDecoder(stub(behaviour), MediaFixture.settings())
                .decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> MediaFixtures.readAll(stream))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
        }
    }

    @Test
    void keepsTheSamplesOfADecoderThatFails() throws IOException {
        try (PcmStream stream = new MediaDecoder(stub("printf abcdabcd; exit 69"), MediaFixture.settings())
                .decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            assertThat(MediaFixtures.readAll(stream)).hasSize(2);
        }
    }

    @Test
    void blamesNoUploadForAMissingFfmpeg() throws IOException {
        Ffmpeg ffmpeg = stub("exit 127");
        try (PcmStream stream = new MediaDecoder(ffmpeg, MediaFixture.settings())
                .decode(new Recording(upload(MediaFixture.ENGLISH), WAV))) {
            assertThatIllegalStateException().isThrownBy(() -> stream.read(new float[1], 0, 1));
        }
    }

    @Test
    void givesTheDecoderNeitherEnvironmentNorInputNorAPlaceToWriteTo() throws IOException {
        Path report = directory.resolve("report");
        Ffmpeg curious = stub("{ env; pwd; ls -A; cat; ulimit -f; } | tr '\\n' ' '; : > " + report + "; exit 0");
        try (FencedProcess process = curious.open(
                upload(MediaFixture.ENGLISH),
                MediaFormat.WAV,
                Ffmpeg.FIRST_AUDIO,
                List.of(),
                false,
                new ProcessTimeouts(LONG, LONG, LONG))) {
            String printed = new String(ProcessOutput.of(process, 10_000), StandardCharsets.UTF_8);
            // a shell sets these variables itself
            assertThat(printed.replaceAll("(PWD|SHLVL|_|OLDPWD)=\\S+ ", "").strip())
                    .isIn(
                            directory.toRealPath().resolve("data/empty") + " 0",
                            directory.toRealPath().resolve("data/empty") + " unlimited");
        }
    }

    @Test
    void doesNotFollowATrackIntoAnotherFile() throws Exception {
        Path trap = ExternalReference.trap(
                MediaFixture.m4a(),
                Files.copy(MediaFixture.m4a(), directory.resolve("secret.m4a"), StandardCopyOption.REPLACE_EXISTING),
                directory.resolve("trap.m4a"));
        // the reference works in an ffmpeg that permits it
        MediaFixture.make("trapped-" + System.nanoTime() + ".wav", "-enable_drefs", "1", "-i", trap.toString());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> decode(trap, "m4a"))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n%s\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '%s'\n"
            })
    void opensNoPlaylistWithAnyDemuxer(String playlist) throws IOException {
        Path file = directory.resolve("talk.mp3");
        Files.writeString(file, playlist.formatted(MediaFixture.ENGLISH));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> decode(file, "mp3", "wav"))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.not-supported"));
        for (MediaFormat format : MediaFormat.values()) {
            MediaFacts lie = new MediaFacts(format, 0, "mp3", 16_000, ChannelLayout.MONO, Optional.empty());
            try (PcmStream stream = MediaFixtures.decoder().decode(new Recording(upload(file), lie))) {
                assertThatExceptionOfType(Problem.class)
                        .as(format.name())
                        .isThrownBy(() -> MediaFixtures.readAll(stream))
                        .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
            }
        }
    }

    @Test
    void usesNoDecoderThatTheFormatDoesNotNeed() {
        Path dts = MediaFixture.english("fox-dts.wav", "-c:a", "dca", "-strict", "-2", "-ar", "48000");
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> decode(dts, "wav"));
    }

    @ParameterizedTest
    @EnumSource(Damaged.class)
    void survivesDamageOfEveryKind(Damaged damaged) throws IOException {
        byte[] whole = Files.readAllBytes(damaged.file());
        Random random = new Random(whole.length);
        for (int round = 0; round < 12; round++) {
            byte[] broken = whole.clone();
            // most of the damage is in the header, which has the structure
            for (int i = 0; i < 1 + round * 3; i++) {
                int reach = random.nextInt(3) > 0 ? Math.min(broken.length, 600) : broken.length;
                broken[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("broken"), broken);
            try {
                decode(file, "mp3", "mp4", "mpeg", "mpga", "m4a", "wav", "webm");
            } catch (Problem problem) {
                assertThat(problem.status()).isEqualTo(400);
            }
        }
    }

    enum Damaged {
        MP3,
        M4A,
        WEBM,
        MPEG,
        WAV;

        Path file() {
            return switch (this) {
                case MP3 -> MediaFixture.mp3();
                case M4A -> MediaFixture.english("fast.m4a", "-c:a", "aac", "-movflags", "+faststart");
                case WEBM -> MediaFixture.webm();
                case MPEG -> MediaFixture.videoMpeg();
                case WAV -> MediaFixture.ENGLISH;
            };
        }
    }

    @Test
    void refusesToStartWithAnFfmpegThatIsNone() throws IOException {
        DataDirectory data = new DataDirectory(new StorageSettings(directory));
        for (Path path : List.of(Path.of("ffmpeg"), directory, directory.resolve("absent"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Ffmpeg(data, MediaFixture.settings("ffmpeg", path.toString())))
                    .withMessageContaining("escriba.media.ffmpeg");
        }
        Path broken =
                FfmpegStub.script(directory, "echo 'libpulse.so.0: cannot open shared object file' >&2; exit 127");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Ffmpeg(data, MediaFixture.settings("ffmpeg", broken.toString())))
                .withMessageContaining("libpulse.so.0");
    }

    @Test
    void knowsEveryPackedFile() throws IOException {
        Path packed = Path.of("target/classes/org/bytedeco/ffmpeg", FfmpegBinary.platform());
        Path unpacked = FfmpegBinary.packed(MediaFixture.data()).getParent();
        assertThat(unpacked.toFile().list()).contains(packed.toFile().list((dir, name) -> !name.equals("ffprobe")));
    }

    private Ffmpeg stub(String behaviour) throws IOException {
        return FfmpegStub.in(directory, behaviour);
    }

    private static List<ProcessHandle> family(ProcessHandle parent) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(parent), parent.descendants())
                .toList();
    }

    private static float[] decode(Path file, String... formats) {
        Upload upload = upload(file);
        try (PcmStream stream =
                MediaFixtures.decoder().decode(MediaFixtures.probe(formats).probe(upload))) {
            return MediaFixtures.readAll(stream);
        }
    }

    private static Upload upload(Path file) {
        return new Upload(file, 1, null);
    }
}
