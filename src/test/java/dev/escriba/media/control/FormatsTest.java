package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Decodes an upload of every accepted format, and refuses the others. */
class FormatsTest {

    static final Uploads UPLOADS = new Uploads(MediaFixture.data(), MediaFixture.settings());
    static final MediaProbe PROBE = MediaFixtures.probe();
    static final MediaDecoder DECODER = MediaFixture.decoder();

    @AfterAll
    static void close() {
        UPLOADS.close();
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(MediaFixture.ENGLISH, MediaFormat.WAV, "pcm_s16le", 16_000, 1),
                Arguments.of(MediaFixture.telephoneWav(), MediaFormat.WAV, "pcm_mulaw", 8_000, 1),
                Arguments.of(MediaFixture.stereoWav(), MediaFormat.WAV, "pcm_s16le", 44_100, 2),
                Arguments.of(MediaFixture.mp3(), MediaFormat.MP3, "mp3", 16_000, 1),
                Arguments.of(MediaFixture.mp2(), MediaFormat.MPGA, "mp2", 16_000, 1),
                Arguments.of(MediaFixture.m4a(), MediaFormat.MP4, "aac", 16_000, 1),
                Arguments.of(MediaFixture.videoMp4(), MediaFormat.MP4, "aac", 16_000, 1),
                Arguments.of(MediaFixture.videoMpeg(), MediaFormat.MPEG, "mp2", 16_000, 1),
                Arguments.of(MediaFixture.transportStream(), MediaFormat.MPEG_TS, "mp2", 16_000, 1),
                Arguments.of(MediaFixture.webm(), MediaFormat.WEBM, "opus", 48_000, 1),
                Arguments.of(MediaFixture.videoWebm(), MediaFormat.WEBM, "opus", 48_000, 1),
                Arguments.of(MediaFixture.liveWebm(), MediaFormat.WEBM, "opus", 48_000, 1));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void decodesWhatItAccepts(Path file, MediaFormat format, String codec, int sampleRate, int channels)
            throws IOException {
        try (Upload upload = receive(file)) {
            Recording recording = PROBE.probe(upload);
            MediaFacts facts = recording.facts();
            assertThat(facts.format()).isEqualTo(format);
            assertThat(facts.codec()).isEqualTo(codec);
            assertThat(facts.sampleRate()).isEqualTo(sampleRate);
            assertThat(facts.layout().channels()).isEqualTo(channels);
            float[] samples = decode(recording);
            assertThat(seconds(samples)).isCloseTo(MediaFixture.ENGLISH_SECONDS, within(0.15));
            assertThat(loudness(samples)).isCloseTo(loudness(decode(MediaFixture.ENGLISH)), within(0.02));
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(MediaFixture.flac(), "file.not-accepted"),
                Arguments.of(MediaFixture.ogg(), "file.not-accepted"),
                Arguments.of(MediaFixture.matroska(), "file.not-supported"),
                Arguments.of(MediaFixture.quickTime(), "file.not-accepted"),
                Arguments.of(MediaFixture.videoWithoutAudio(), "file.no-audio"),
                Arguments.of(MediaFixture.truncatedMp4(), "file.undecodable"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesTheReasonOfARefusal(Path file, String key) throws IOException {
        try (Upload upload = receive(file)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, key));
        }
    }

    @Test
    void namesTheFormatsOfTheContract() throws IOException {
        try (Upload upload = receive(MediaFixture.ogg())) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(problem -> assertThat(
                                    Messages.text(problem.errors().get("File"), Culture.EN))
                            .contains(String.join(", ", MediaFixture.settings().formats())));
        }
    }

    @Test
    void acceptsMoreFormatsByConfiguration() throws IOException {
        MediaProbe more = MediaFixtures.probe("mp3", "flac", "ogg");
        for (Path file : List.of(MediaFixture.flac(), MediaFixture.ogg())) {
            try (Upload upload = receive(file)) {
                assertThat(seconds(decode(more.probe(upload)))).isCloseTo(MediaFixture.ENGLISH_SECONDS, within(0.1));
            }
        }
    }

    @Test
    void namesAFormatThatItKnowsAndDoesNotAccept() throws IOException {
        try (Upload upload = receive(MediaFixture.quickTime())) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(
                            problem -> assertThat(Messages.text(problem.errors().get("File"), Culture.EN))
                                    .contains("QUICKTIME"));
        }
    }

    @Test
    void acceptsQuickTimeByConfiguration() throws IOException {
        try (Upload upload = receive(MediaFixture.quickTime())) {
            assertThat(seconds(decode(MediaFixtures.probe("mov").probe(upload))))
                    .isCloseTo(MediaFixture.ENGLISH_SECONDS, within(0.1));
        }
    }

    @Test
    void namesACodingThatIsNotSupported() throws IOException {
        Path dts = MediaFixture.english("fox-dts.wav", "-c:a", "dca", "-strict", "-2", "-ar", "48000");
        try (Upload upload = receive(dts)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(
                            problem -> assertThat(Messages.text(problem.errors().get("File"), Culture.EN))
                                    .isEqualTo("The audio coding dts is not supported. Convert the file, for example"
                                            + " to mp3."));
        }
    }

    @Test
    void decodesAllCodecsThatItListsUnderAnotherName() {
        assertThat(MediaFormat.MP4.decodes("amr_nb")).isTrue();
        assertThat(MediaFormat.WAV.decodes("adpcm_g722")).isTrue();
        assertThat(MediaFormat.WAV.decodes("g723_1")).isFalse();
        assertThat(MediaFormat.WEBM.decodes("aac")).isFalse();
    }

    @Test
    void refusesARateThatOnlyMakesDecodingExpensive() throws IOException {
        Path high = MediaFixture.silence("high.wav", 1, "-ar", "192000");
        Path tooHigh = MediaFixture.silence("too-high.wav", 1, "-ar", "192001");
        assertThat(seconds(decode(high))).isCloseTo(1, within(0.1));
        try (Upload upload = receive(tooHigh)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.sample-rate"));
        }
    }

    @Test
    void refusesARateThatIsTooLowForSpeech() throws IOException {
        Path low = MediaFixture.silence("low.wav", 1, "-ar", "4000");
        assertThat(seconds(decode(low))).isCloseTo(1, within(0.1));
        Path tooLow = MediaFixture.silence("too-low.wav", 1, "-ar", "3999");
        try (Upload upload = receive(tooLow)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> PROBE.probe(upload))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.sample-rate-low"));
        }
    }

    @Test
    void decodesTheIntactPartsOfADamagedRecording() throws IOException {
        assertThat(seconds(decode(MediaFixture.truncatedStreamableMp4()))).isBetween(1.0, 2.2);
    }

    @Test
    void tellsTheDeclaredLength() throws IOException {
        try (Upload upload = receive(MediaFixture.ENGLISH);
                Upload live = receive(MediaFixture.liveWebm())) {
            assertThat(PROBE.probe(upload).facts().declared())
                    .hasValueSatisfying(length -> assertThat(length.toMillis()).isBetween(3_110L, 3_130L));
            assertThat(PROBE.probe(live).facts().declared()).isEmpty();
        }
    }

    @Test
    void keepsEveryRowOfTheSharedTable() throws IOException {
        Path table = Path.of("../shared/formats/formats.tsv");
        Assumptions.assumeTrue(Files.exists(table), "the table of formats is not here");
        MediaProbe all = MediaFixtures.probe("mp3", "mp4", "mpeg", "mpga", "m4a", "wav", "webm", "flac");
        for (String line : Files.readAllLines(table).stream().skip(1).toList()) {
            String[] row = line.split("\t", -1);
            Path file = table.resolveSibling(row[0]);
            if (row[0].startsWith("bad_")) {
                assertThatExceptionOfType(Problem.class)
                        .as(row[0])
                        .isThrownBy(() -> decode(file))
                        .satisfies(problem -> {
                            assertThat(problem.status()).isEqualTo(400);
                            assertThat(problem.errors()).containsOnlyKeys("File");
                        });
            } else {
                double expected = row[4].equals("N/A") ? 8.11 : Double.parseDouble(row[4]);
                try (Upload upload = receive(file)) {
                    assertThat(seconds(decode(all.probe(upload)))).as(row[0]).isCloseTo(expected, within(0.1));
                }
            }
        }
    }

    /** Recordings from the field whose media is unusual. */
    @ParameterizedTest
    @CsvSource({
        "g723_1.wav, file.codec-not-supported",
        "quicktime-brand.mp4, file.not-accepted",
        "odd-LIST-chunk-without-pad.wav, file.undecodable"
    })
    void givesTheReasonForARecordingOfTheField(String name, String key) throws IOException {
        Path file = Path.of("../shared/field", name);
        Assumptions.assumeTrue(Files.exists(file), "the recordings of the field are not here");
        namesTheReasonOfARefusal(file, key);
    }

    static Upload receive(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return UPLOADS.receive(content, file.getFileName().toString());
        }
    }

    static float[] decode(Path file) throws IOException {
        try (Upload upload = receive(file)) {
            return decode(PROBE.probe(upload));
        }
    }

    static float[] decode(Recording recording) {
        try (PcmStream stream = DECODER.decode(recording)) {
            return MediaFixtures.readAll(stream);
        }
    }

    static double seconds(float[] samples) {
        return (double) samples.length / PcmStream.SAMPLE_RATE;
    }

    static double loudness(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
