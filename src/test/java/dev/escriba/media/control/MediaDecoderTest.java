package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.escriba.Await;
import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaDecoderTest {

    static final Duration LONG = Duration.ofMinutes(5);
    static final MediaProbe PROBE = MediaFixtures.probe();
    static final AudioStore STORE = MediaFixture.store();

    @TempDir
    Path directory;

    @Test
    void decodesWaveFilesToTheLetter() throws IOException {
        float[] samples = decode(MediaFixture.ENGLISH);
        assertThat(samples).hasSize(50_000);
        ByteBuffer wave =
                ByteBuffer.wrap(Files.readAllBytes(MediaFixture.ENGLISH)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples.length; i++) {
            assertThat(samples[i]).isCloseTo(wave.getShort(44 + 2 * i) / 32_768f, within(1e-6f));
        }
    }

    @Test
    void readsInPiecesOfAnySize() {
        Upload upload = upload(MediaFixture.ENGLISH);
        float[] whole = decode(MediaFixture.ENGLISH);
        try (PcmStream stream = MediaFixtures.decoder().decode(PROBE.probe(upload))) {
            float[] target = new float[60_000];
            int length = 0;
            int piece = 1;
            for (int n = stream.read(target, 0, piece); n >= 0; n = stream.read(target, length, piece)) {
                length += n;
                piece = Math.min(piece % 977 + 1, target.length - length);
            }
            assertThat(Arrays.copyOf(target, length)).containsExactly(whole);
            assertThat(stream.read(target, 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void keepsALongRecordingOutOfMemory() throws Exception {
        Path hour = MediaFixture.hours(1);
        Upload upload = upload(hour);
        try (DecodedAudio stream = (DecodedAudio) MediaFixtures.decoder().decode(PROBE.probe(upload))) {
            assertThat(stream.read(new float[100], 0, 100)).isPositive();
            Path io = Path.of("/proc", Long.toString(stream.handle().pid()), "io");
            Assumptions.assumeTrue(Files.exists(io), "this system does not tell what a process writes");
            long after = Await.settled(
                    Duration.ofMinutes(1),
                    Duration.ofMillis(400),
                    () -> written(io),
                    (before, now) -> now.equals(before));
            // a pipe and a buffer hold this much of the 230,400,000 bytes
            assertThat(after).isLessThan(1_000_000);
            assertThat(stream.handle().isAlive()).isTrue();
        }
    }

    @Test
    void countsTheSamplesOfALongRecording() {
        Path hour = MediaFixture.hours(1);
        Upload upload = upload(hour);
        try (PcmStream stream = MediaFixtures.decoder().decode(PROBE.probe(upload))) {
            long length = 0;
            float[] buffer = new float[16_000];
            for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                length += n;
            }
            assertThat(length / 16_000.0).isCloseTo(3_600, within(20.0));
        }
    }

    @Test
    void takesAudioUpToTheLongestInclusive() {
        assertThat(readAll(decoder(Duration.ofSeconds(10), LONG, LONG, LONG), silence(10)))
                .hasSize(160_000);
    }

    @Test
    void refusesLongerAudioWhateverItsHeaderClaims() throws IOException {
        byte[] liar = Files.readAllBytes(silence(11));
        ByteBuffer.wrap(liar).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);
        Path file = Files.write(directory.resolve("liar.wav"), liar);
        MediaDecoder decoder = decoder(Duration.ofSeconds(10), LONG, LONG, LONG);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> readAll(decoder, file))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.too-long"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> readAll(decoder, MediaFixture.hours(4)));
    }

    @Test
    void namesTheLongestInHours() {
        assertThat(tooLong(Duration.ofHours(4), Culture.EN)).isEqualTo("The audio is longer than 4 hours.");
        assertThat(tooLong(Duration.ofMinutes(90), Culture.ES)).isEqualTo("El audio dura más de 1,5 horas.");
    }

    private static String tooLong(Duration longest, Culture culture) {
        return Messages.text(Message.of("file.too-long", DecodedAudio.hours(longest)), culture);
    }

    /** The charge depends on this length, whatever the header claims or omits. */
    @Test
    void measuresTheLengthOfTheDecodedAudio() throws Exception {
        byte[] lying = Files.readAllBytes(MediaFixture.ENGLISH);
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, 1_000_000_000);
        for (Path file : List.of(
                MediaFixture.ENGLISH,
                Files.write(directory.resolve("lying.wav"), lying),
                MediaFixture.mp3(),
                MediaFixture.m4a(),
                MediaFixture.liveWebm(),
                MediaFixture.telephoneWav(),
                MediaFixture.hours(1))) {
            Upload upload = upload(file);
            Duration length;
            try (KeptAudio kept = STORE.keep(MediaFixtures.decoder().decode(PROBE.probe(upload)), "")) {
                length = kept.length();
            }
            long samples = 0;
            try (PcmStream stream = MediaFixtures.decoder().decode(PROBE.probe(upload))) {
                float[] buffer = new float[16_000];
                for (int n = 0; n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                    samples += n;
                }
            }
            assertThat(length).as(file.toString()).isEqualTo(Duration.ofNanos(samples * 62_500));
        }
    }

    @Test
    void hasNoDecoderAnyMoreWhenItsSamplesAreKept() throws Exception {
        DecodedAudio stream = (DecodedAudio) MediaFixtures.decoder().decode(PROBE.probe(upload(MediaFixture.mp3())));
        assertThat(stream.handle().isAlive()).isTrue();
        try (KeptAudio kept = STORE.keep(stream, "")) {
            assertThat(stream.handle().isAlive()).isFalse();
            assertThat(kept.length()).isPositive();
        }
    }

    @Test
    void refusesToMeasureAudioThatIsTooLong() {
        Upload upload = upload(silence(3));
        MediaDecoder decoder = decoder(Duration.ofSeconds(2), LONG, LONG, LONG);
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> STORE.keep(decoder.decode(PROBE.probe(upload)), ""));
        assertThat(STORE.used()).isZero();
    }

    @Test
    void takesAWaveFileWithoutALength() throws IOException {
        byte[] live = Files.readAllBytes(MediaFixture.ENGLISH);
        ByteBuffer.wrap(live).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);
        assertThat(decode(Files.write(directory.resolve("live.wav"), live))).hasSize(50_000);
    }

    @Test
    void takesAnMp3BehindATagOfMegabytes() throws IOException {
        Path file = directory.resolve("tagged.mp3");
        byte[] picture = new byte[6_000_010];
        System.arraycopy(SnifferTest.tag(6_000_000), 0, picture, 0, 10);
        Files.write(file, picture);
        Files.write(file, Files.readAllBytes(MediaFixture.mp3()), java.nio.file.StandardOpenOption.APPEND);
        assertThat(decode(file).length / 16_000.0).isCloseTo(MediaFixture.ENGLISH_SECONDS, within(0.15));
    }

    @Test
    void givesAnEmptyStreamForATrackWithoutSamples() throws IOException {
        byte[] header = Arrays.copyOf(Files.readAllBytes(MediaFixture.ENGLISH), 44);
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 36).putInt(40, 0);
        assertThat(decode(Files.write(directory.resolve("header.wav"), header))).isEmpty();
    }

    @Test
    void refusesATrackWhoseSamplesAreAllLost() throws IOException {
        Path whole = MediaFixture.english("fox-index-first.m4a", "-c:a", "aac", "-movflags", "+faststart");
        String text = Files.readString(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] index = Arrays.copyOf(Files.readAllBytes(whole), text.indexOf("mdat") + 4);
        Path file = Files.write(directory.resolve("index.m4a"), index);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> decode(file))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
    }

    @Test
    void keepsSamplesBeyondFullScale() {
        float[] samples = decode(MediaFixture.english("loud.wav", "-af", "volume=20", "-c:a", "pcm_f32le"));
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, sample);
        }
        assertThat(peak).isGreaterThan(4f);
    }

    @Test
    void mixesAllChannelsWithSound() throws IOException {
        double mono = FormatsTest.loudness(decode(MediaFixture.ENGLISH));
        for (String channels : List.of(
                "stereo|c0=0*c0|c1=c0",
                "stereo|c0=c0|c1=-1*c0",
                "3c|c0=0*c0|c1=0*c0|c2=c0",
                "4c|c0=c0|c1=-1*c0|c2=c0|c3=-1*c0",
                "5.1|FC=c0",
                "5.1|LFE=c0",
                "quad(side)|SL=c0|SR=c0")) {
            Path file = MediaFixture.english(
                    "mix-" + Integer.toHexString(channels.hashCode()) + ".wav",
                    "-af",
                    "pan=" + channels,
                    "-ar",
                    "48000");
            assertThat(FormatsTest.loudness(decode(file))).as(channels).isCloseTo(mono, within(mono / 10));
        }
    }

    @Test
    void mixesAllChannelsOfCompressedRecordings() throws IOException {
        double mono = FormatsTest.loudness(decode(MediaFixture.ENGLISH));
        Path opposite = MediaFixture.english("opposite.mp3", "-af", "pan=stereo|c0=c0|c1=-1*c0", "-b:a", "128k");
        Path six = MediaFixture.english("six.m4a", "-af", "pan=5.1|BL=c0", "-b:a", "192k");
        assertThat(FormatsTest.loudness(decode(opposite))).isCloseTo(mono, within(mono / 5));
        assertThat(FormatsTest.loudness(decode(six))).isCloseTo(mono, within(mono / 5));
    }

    private static final String SILENCE = "anullsrc=r=16000:cl=mono";

    /** A file of a made sound and of the spoken sentence, in this order; one of them is the default track. */
    private static Path twoTracks(String name, String sound, int defaultTrack, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-t", "3", "-i", sound));
        arguments.addAll(List.of("-i", MediaFixture.ENGLISH.toString(), "-map", "0:a", "-map", "1:a", "-c:a", "aac"));
        arguments.addAll(List.of("-disposition:a:" + (1 - defaultTrack), "0"));
        arguments.addAll(List.of("-disposition:a:" + defaultTrack, "default"));
        arguments.addAll(List.of(more));
        return MediaFixture.make(name, arguments.toArray(String[]::new));
    }

    @Test
    void takesTheDefaultTrackOfSeveral() throws IOException {
        double mono = FormatsTest.loudness(decode(MediaFixture.ENGLISH));
        String quietTone = "sine=frequency=440:sample_rate=16000,volume=0.02";
        assertThat(FormatsTest.loudness(decode(twoTracks("second-default.mp4", quietTone, 1))))
                .isCloseTo(mono, within(mono / 5));
        assertThat(FormatsTest.loudness(decode(twoTracks("first-default.mp4", quietTone, 0))))
                .isLessThan(mono / 5);
    }

    @Test
    void takesATrackWithASoundWhereTheDefaultOneIsSilent() throws IOException {
        double mono = FormatsTest.loudness(decode(MediaFixture.ENGLISH));
        assertThat(FormatsTest.loudness(decode(twoTracks("silent-default.mp4", SILENCE, 0))))
                .isCloseTo(mono, within(mono / 5));
        assertThat(FormatsTest.loudness(decode(twoTracks("silent-default.webm", SILENCE, 0, "-c:a", "libopus"))))
                .isCloseTo(mono, within(mono / 5));
        String click = "aevalsrc=0.02+0.5*between(t\\,1\\,1.001):s=16000";
        assertThat(FormatsTest.loudness(decode(twoTracks("click-and-offset.mp4", click, 0))))
                .isCloseTo(mono, within(mono / 5));
    }

    /** The default track is silent for some seconds before the sentence; the other one begins with it. */
    private static int chosenAfterSilence(int seconds) {
        String english = MediaFixture.ENGLISH.toString();
        Path file = MediaFixture.make(
                "silent-for-" + seconds + ".mp4",
                "-i",
                english,
                "-i",
                english,
                "-filter_complex",
                "[0:a]adelay=" + seconds + "s[late]",
                "-map",
                "[late]",
                "-map",
                "1:a",
                "-c:a",
                "aac",
                "-disposition:a:0",
                "default",
                "-disposition:a:1",
                "0");
        return PROBE.probe(upload(file)).facts().track();
    }

    @Test
    void looksForASoundInTheBeginningOfATrack() {
        assertThat(chosenAfterSilence(100)).isZero();
        assertThat(chosenAfterSilence(130)).isEqualTo(1);
    }

    @Test
    void looksForASoundInFourTracks() {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-t", "1", "-i", SILENCE));
        arguments.addAll(List.of("-i", MediaFixture.ENGLISH.toString()));
        for (int track = 0; track < 4; track++) {
            arguments.addAll(List.of("-map", "0:a"));
        }
        arguments.addAll(List.of("-map", "1:a", "-c:a", "aac"));
        Path file = MediaFixture.make("fifth-track-with-sound.mp4", arguments.toArray(String[]::new));
        assertThat(PROBE.probe(upload(file)).facts().track()).isZero();
    }

    @Test
    void takesTheDefaultTrackWhereAllAreSilent() throws IOException {
        Path file = MediaFixture.make(
                "two-silent.mp4",
                "-f",
                "lavfi",
                "-t",
                "2",
                "-i",
                "anullsrc=r=16000:cl=mono",
                "-f",
                "lavfi",
                "-t",
                "3",
                "-i",
                "anullsrc=r=16000:cl=mono",
                "-map",
                "0:a",
                "-map",
                "1:a",
                "-c:a",
                "aac",
                "-disposition:a:0",
                "0",
                "-disposition:a:1",
                "default");
        assertThat(decode(file)).hasSizeBetween(47_000, 50_000);
    }

    @Test
    void leavesNoProcessBehindWhenClosedEarly() {
        Upload upload = upload(MediaFixture.hours(4));
        DecodedAudio stream = (DecodedAudio) MediaFixtures.decoder().decode(PROBE.probe(upload));
        assertThat(stream.read(new float[1], 0, 1)).isEqualTo(1);
        ProcessHandle child = stream.handle();
        assertThat(child.isAlive()).isTrue();
        stream.close();
        assertThat(Path.of("/proc", Long.toString(child.pid()))).doesNotExist();
        assertThat(child.isAlive()).isFalse();
        stream.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stream.read(new float[1], 0, 1));
    }

    @Test
    void canBeClosedFromAnotherThread() throws Exception {
        Upload upload = upload(MediaFixture.hours(4));
        PcmStream stream = MediaFixtures.decoder().decode(PROBE.probe(upload));
        Thread canceller = new Thread(stream::close);
        float[] buffer = new float[1_000];
        stream.read(buffer, 0, 1);
        canceller.start();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
            while (true) {
                stream.read(buffer, 0, buffer.length);
            }
        });
        canceller.join();
    }

    @Test
    void doesNotBlameTheDecoderForASlowReader() throws Exception {
        Upload upload = upload(silence(60));
        MediaDecoder decoder = decoder(LONG, Duration.ofSeconds(2), Duration.ofSeconds(3), LONG);
        try (PcmStream stream = decoder.decode(PROBE.probe(upload))) {
            float[] buffer = new float[16_000];
            long length = 0;
            for (int n = stream.read(buffer, 0, 1); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                if (length == 0) {
                    // the pause of the reader is the subject: it is longer than two of the decoder's time limits
                    Thread.sleep(3_500);
                }
                length += n;
            }
            assertThat(length).isEqualTo(960_000);
        }
    }

    @Test
    void endsAStreamThatIsOpenForTooLong() throws Exception {
        Upload upload = upload(MediaFixture.hours(4));
        MediaDecoder decoder = decoder(Duration.ofHours(5), LONG, LONG, Duration.ofMillis(500));
        try (DecodedAudio stream = (DecodedAudio) decoder.decode(PROBE.probe(upload))) {
            stream.read(new float[1], 0, 1);
            stream.handle().onExit().get();
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> MediaFixtures.readAll(stream))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo("problem.503"));
        }
    }

    /** A process that gets less than half of a processor is not to blame, so a busy machine cannot show this. */
    @Test
    void limitsProcessorTime() throws Exception {
        MediaDecoder decoder = decoder(Duration.ofHours(5), LONG, Duration.ofSeconds(1), LONG);
        List<String> kinds = new ArrayList<>();
        boolean isBlamed = Await.isReached(Duration.ofSeconds(20), () -> {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> readAll(decoder, MediaFixture.hours(4)))
                    .satisfies(problem -> kinds.add(problem.kind()));
            return kinds.contains("file.too-slow");
        });
        assertThat(kinds).isSubsetOf("problem.503", "file.too-slow");
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Assumptions.assumeFalse(
                !isBlamed && system.getSystemLoadAverage() > system.getAvailableProcessors(),
                "the machine is too busy");
        assertThat(isBlamed).isTrue();
    }

    @Test
    void refusesToStartWithSenselessLimits() {
        for (Duration senseless : new Duration[] {Duration.ZERO, Duration.ofHours(-1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> decoder(senseless, LONG, LONG, LONG));
            assertThatIllegalArgumentException().isThrownBy(() -> decoder(LONG, senseless, LONG, LONG));
            assertThatIllegalArgumentException().isThrownBy(() -> decoder(LONG, LONG, senseless, LONG));
            assertThatIllegalArgumentException().isThrownBy(() -> decoder(LONG, LONG, LONG, senseless));
        }
    }

    private static Path silence(long seconds) {
        return MediaFixture.silence("x.wav", seconds);
    }

    private static MediaDecoder decoder(Duration max, Duration stall, Duration decodeTime, Duration openTime) {
        return new MediaDecoder(
                MediaFixture.ffmpeg(),
                MediaFixture.settings(
                        "max-duration", max.toString(),
                        "max-stall", stall.toString(),
                        "max-decode-time", decodeTime.toString(),
                        "max-open-time", openTime.toString()));
    }

    private static float[] decode(Path file) {
        return readAll(MediaFixtures.decoder(), file);
    }

    private static float[] readAll(MediaDecoder decoder, Path file) {
        Upload upload = upload(file);
        try (PcmStream stream = decoder.decode(PROBE.probe(upload))) {
            return MediaFixtures.readAll(stream);
        }
    }

    /** The caller must not close the upload, because that would delete the fixture. */
    private static Upload upload(Path file) {
        return new Upload(file, 1, null);
    }

    private static long written(Path io) throws IOException {
        return Files.readAllLines(io).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }
}
