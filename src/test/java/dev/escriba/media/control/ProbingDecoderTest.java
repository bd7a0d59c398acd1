package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One process that probes and decodes answers as two processes do. */
class ProbingDecoderTest {

    private static final String[] FORMATS = {"mp3", "mp4", "mpeg", "mpga", "m4a", "wav", "webm", "flac", "ogg"};

    @TempDir
    Path directory;

    /** What became of a recording: its facts and samples, or the reason of a refusal. */
    private record Outcome(String facts, int samples, int hash, String refusal) {}

    private static Outcome outcome(Supplier<OpenRecording> opened) {
        try (OpenRecording recording = opened.get();
                PcmStream stream = MediaFixtures.decoder().decode(recording)) {
            String facts = recording.recording().facts().toString();
            try {
                float[] samples = MediaFixtures.readAll(stream);
                return new Outcome(facts, samples.length, Arrays.hashCode(samples), "");
            } catch (Problem problem) {
                return new Outcome(facts, 0, 0, reason(problem));
            }
        } catch (Problem problem) {
            return new Outcome("", 0, 0, reason(problem));
        }
    }

    private static String reason(Problem problem) {
        return problem.status() + " " + problem.errors();
    }

    private static Outcome ofOneProcess(Path file) {
        return outcome(() -> MediaFixtures.probe(FORMATS).open(upload(file)));
    }

    private static Outcome ofTwo(Path file) {
        return outcome(() -> OpenRecording.of(MediaFixtures.probe(FORMATS).probe(upload(file))));
    }

    private static Upload upload(Path file) {
        return new Upload(file, file.toFile().length(), null);
    }

    static Stream<Path> oneTrack() {
        return Stream.of(
                MediaFixture.telephoneWav(),
                MediaFixture.mp3(),
                MediaFixture.mp2(),
                MediaFixture.m4a(),
                MediaFixture.videoMp4(),
                MediaFixture.videoMpeg(),
                MediaFixture.transportStream(),
                MediaFixture.webm(),
                MediaFixture.videoWebm(),
                MediaFixture.liveWebm(),
                MediaFixture.flac(),
                MediaFixture.ogg(),
                MediaFixture.call("one-process.mp3", "-b:a", "64k"),
                MediaFixture.call("one-process.m4a", "-c:a", "aac"),
                MediaFixture.call("one-process.webm", "-c:a", "libopus"),
                MediaFixture.english("alaw-8k.wav", "-c:a", "pcm_alaw", "-ar", "8000", "-ac", "2"));
    }

    @ParameterizedTest
    @MethodSource("oneTrack")
    void writesTheSamplesOfTwoProcesses(Path file) {
        try (OpenRecording opened = MediaFixtures.probe(FORMATS).open(upload(file))) {
            assertThat(opened.takeDecoder()).get().satisfies(FencedProcess::close);
        }
        assertThat(ofOneProcess(file)).isEqualTo(ofTwo(file)).satisfies(outcome -> assertThat(outcome.samples())
                .isGreaterThan(10_000));
    }

    static Stream<Path> others() {
        return Stream.of(
                MediaFixture.stereoWav(),
                MediaFixture.english("surround.m4a", "-c:a", "aac", "-ac", "6"),
                MediaFixture.english("surround.flac", "-c:a", "flac", "-ac", "6"),
                MediaFixture.make(
                        "two-tracks.m4a",
                        "-i",
                        MediaFixture.ENGLISH.toString(),
                        "-i",
                        MediaFixture.SPANISH.toString(),
                        "-map",
                        "0:a",
                        "-map",
                        "1:a",
                        "-c:a",
                        "aac"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void leavesOtherRecordingsToAProbeOfTheirOwn(Path file) {
        try (OpenRecording opened = MediaFixtures.probe(FORMATS).open(upload(file))) {
            assertThat(opened.takeDecoder()).isEmpty();
        }
        assertThat(ofOneProcess(file)).isEqualTo(ofTwo(file));
    }

    static Stream<Path> refused() {
        return Stream.of(
                MediaFixture.videoWithoutAudio(),
                MediaFixture.truncatedMp4(),
                MediaFixture.quickTime(),
                MediaFixture.english("one-process-dts.wav", "-c:a", "dca", "-strict", "-2", "-ar", "48000"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesTheSameReasonOfARefusal(Path file) {
        assertThat(ofOneProcess(file)).isEqualTo(ofTwo(file)).satisfies(outcome -> assertThat(outcome.refusal())
                .startsWith("400 "));
    }

    @ParameterizedTest
    @MethodSource("oneTrack")
    void answersTheSameForADamagedFile(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(whole.length);
        for (int round = 0; round < 6; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i < 1 + round * 5; i++) {
                int reach = random.nextBoolean() ? Math.min(broken.length, 600) : broken.length;
                broken[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            Path damaged = Files.write(directory.resolve("damaged" + round), broken);
            assertThat(ofOneProcess(damaged)).isEqualTo(ofTwo(damaged));
        }
    }

    private static final String IMITATION = """
            x
            Stream mapping:
            #codec_id 0: aac
            #sample_rate 0: 8000
            #channel_layout_name 0: stereo
            Output #0, f32le, to 'pipe:1':
              Stream #0:0: Audio: pcm_f32le, 16000 Hz, stereo, flt, 512 kb/s
            0,          0,          0,      576,      208, 0xefe56a07""";

    /** A tag may contain lines that look like ffmpeg's report. */
    @Test
    void believesNoTag() {
        Path file = MediaFixture.english("imitation.mp3", "-metadata", "title=" + IMITATION, "-b:a", "48k");
        assertThat(ofOneProcess(file).facts())
                .isEqualTo(ofTwo(file).facts())
                .contains("codec=mp3", "sampleRate=16000", "channels=1");
    }

    /** ffmpeg prints the tags of tracks apart from those of the file. */
    @ParameterizedTest
    @CsvSource({"imitation.ogg, libopus", "imitation.webm, libopus", "imitation.m4a, aac"})
    void believesNoTagOfATrack(String name, String codec) {
        Path file = MediaFixture.english(
                name,
                "-c:a",
                codec,
                "-metadata:s:a:0",
                "title=" + IMITATION,
                "-metadata:s:a:0",
                "handler_name=" + IMITATION);
        assertThat(ofOneProcess(file)).isEqualTo(ofTwo(file)).satisfies(outcome -> assertThat(outcome.facts())
                .contains("channels=1"));
    }

    @Test
    void endsADecoderThatNobodyUses() throws Exception {
        Ffmpeg ffmpeg = MediaFixture.ffmpeg();
        OpenRecording opened = MediaFixtures.probe(FORMATS).open(upload(MediaFixture.mp3()));
        assertThat(ffmpeg.running()).isEqualTo(1);
        opened.close();
        assertThat(ffmpeg.running()).isZero();
    }

    @Test
    void decodesAgainWithADecoderOfItsOwn() {
        try (OpenRecording opened = MediaFixtures.probe(FORMATS).open(upload(MediaFixture.mp3()))) {
            float[] first = read(opened);
            assertThat(read(opened)).isEqualTo(first);
            assertThat(MediaFixture.ffmpeg().running()).isZero();
        }
    }

    private static float[] read(OpenRecording opened) {
        try (PcmStream stream = MediaFixtures.decoder().decode(opened)) {
            return MediaFixtures.readAll(stream);
        }
    }

    private static final String REPORT = """
            for word; do case $word in comment=*) mark=${word#comment=};; esac; done
            {
            echo "  Stream #0:0: Audio: mp3 (mp3float), 22050 Hz, mono, fltp, 64 kb/s"
            echo "Stream mapping:"
            echo "#codec_id 0: mp3"
            echo "#sample_rate 0: 22050"
            echo "#channel_layout_name 0: mono"
            echo "Output #1, framecrc, to 'pipe:2':"
            echo "    comment         : $mark"
            echo "  Stream #1:0: Audio: mp3, 22050 Hz, mono, fltp, 64 kb/s"
            echo "0,    -707195,    -707195,   368640,      208, 0xefe56a07"
            echo "Output #0, f32le, to 'pipe:1':"
            echo "    comment         : $mark"
            echo "  Stream #0:0: Audio: pcm_f32le, 16000 Hz, mono, flt, 512 kb/s"
            } >&2
            """;

    private OpenRecording open(String behaviour) throws IOException {
        MediaSettings settings = MediaFixture.settings("formats", "mp3");
        return new MediaProbe(new Sniffer(settings), FfmpegStub.in(directory, behaviour), settings)
                .open(upload(MediaFixture.mp3()));
    }

    /** The process must not stand still because of its messages, which no thread of the run reads. */
    @Test
    void takesMoreMessagesThanAPipeHolds() throws IOException {
        String messages = "i=0; while [ $i -lt 20000 ]; do echo 'a message about damaged data' >&2; i=$((i+1)); done\n";
        try (OpenRecording opened = open(REPORT + messages + "printf abcdabcd\n" + messages)) {
            assertThat(read(opened)).hasSize(2);
        }
    }

    /** The probe meets the same process, and refuses it by the length of its output. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "while :; do echo chatter >&2; done",
                "echo chatter >&2; while :; do echo chatter; done",
                "while :; do echo chatter; done"
            })
    void leavesAReportThatDoesNotEndToAProbe(String behaviour) throws IOException {
        try (OpenRecording opened = open(behaviour)) {
            throw new AssertionError("opened " + opened.recording());
        } catch (Problem problem) {
            MediaFixtures.assertFileProblem(problem, "file.undecodable");
        }
    }

    /** The reader may have got its report before: then it must not take the process for a decoder. */
    @Test
    void tellsThatAProcessWasEndedBecauseNobodyReadItsOutput() throws Exception {
        Ffmpeg ffmpeg = FfmpegStub.in(directory, "echo report >&2; printf abcd; exec sleep 60");
        ProcessTimeouts patient =
                new ProcessTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (FencedProcess process = ffmpeg.openTwice(
                upload(MediaFixture.mp3()),
                MediaFormat.MP3,
                Ffmpeg.FIRST_AUDIO,
                List.of(),
                List.of(),
                patient,
                patient)) {
            assertThat(process.readMessages(new byte[10], 0, 10)).isPositive();
            process.handle().onExit().get();
            Await.until("the watchdog", Duration.ofSeconds(5), () -> !process.ignoreMessages());
            process.requireInTime();
        }
    }

    @Test
    void holdsADecoderToTheLimitsOfDecodingAfterItsReport() throws Exception {
        MediaSettings settings = MediaFixture.settings("formats", "mp3", "max-probe-time", "PT5S");
        Ffmpeg slow = FfmpegStub.in(directory, REPORT + "sleep 6; printf abcd");
        try (OpenRecording opened =
                new MediaProbe(new Sniffer(settings), slow, settings).open(upload(MediaFixture.mp3()))) {
            assertThat(read(opened)).hasSize(1);
        }
        Await.until("the end", Duration.ofSeconds(10), () -> slow.running() == 0);
    }

    /** The facts of a recording do not tell who probed it. */
    @Test
    void tellsTheSameRecording() {
        Upload upload = upload(MediaFixture.m4a());
        Recording recording = MediaFixtures.probe(FORMATS).probe(upload);
        try (OpenRecording opened = MediaFixtures.probe(FORMATS).open(upload)) {
            assertThat(opened.recording()).isEqualTo(recording);
        }
    }
}
