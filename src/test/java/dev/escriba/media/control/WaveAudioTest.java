package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveAudioTest {

    static final MediaProbe PROBE = MediaFixtures.probe("wav");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("made.wav");
    }

    /** The facts of a file that is read here, without ffmpeg. */
    private static MediaFacts facts(Path file) {
        assertThat(WaveHeader.of(file)).as("read without ffmpeg").isPresent();
        return probe(file).facts();
    }

    private static Recording probe(Path file) {
        return PROBE.probe(new Upload(file, 1, null));
    }

    private static float[] read(Path file) {
        assertThat(WaveHeader.of(file)).as("read without ffmpeg").isPresent();
        try (PcmStream audio = MediaFixtures.decoder().decode(probe(file))) {
            assertThat(audio).isInstanceOf(WaveAudio.class);
            return MediaFixtures.readAll(audio);
        }
    }

    private static byte[] samples(Wave wave, int bytes, long... values) {
        byte[][] samples = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            samples[i] = wave.number(values[i], bytes);
        }
        return Wave.join(samples);
    }

    @ParameterizedTest
    @CsvSource({
        "RIFF, 8, 0, 128, 192, pcm_u8",
        "RIFF, 16, -32768, 0, 16384, pcm_s16le",
        "RIFF, 24, -8388608, 0, 4194304, pcm_s24le",
        "RIFF, 32, -2147483648, 0, 1073741824, pcm_s32le",
        "RIFX, 16, -32768, 0, 16384, pcm_s16be",
        "RIFX, 24, -8388608, 0, 4194304, pcm_s24be",
        "RIFX, 32, -2147483648, 0, 1073741824, pcm_s32be",
        "BW64, 16, -32768, 0, 16384, pcm_s16le"
    })
    void readsWholeNumbersOfEveryWidth(String magic, int bits, long lowest, long zero, long half, String codec) {
        Wave wave = Wave.of(magic).format(Wave.INTEGER, 1, 16_000, bits);
        Path file =
                wave.chunk("data", samples(wave, bits / 8, lowest, zero, half)).write(file());
        assertThat(facts(file).codec()).isEqualTo(codec);
        assertThat(read(file)).containsExactly(-1f, 0f, 0.5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RIFF", "RIFX"})
    void readsFloatingPointNumbers(String magic) {
        double[] values = {0.25, -40, Double.NaN, 1 / 0.0, -1 / 0.0, 1e300, 1e30, -300, 256, 0};
        for (int bits : new int[] {32, 64}) {
            Wave wave = Wave.of(magic).format(Wave.FLOAT, 1, 16_000, bits);
            // silence after them, because a recording in which all is so loud is none with a damaged sample
            long[] raw = Arrays.stream(Arrays.copyOf(values, 100))
                    .mapToLong(value ->
                            bits == 64 ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value))
                    .toArray();
            Path file = wave.chunk("data", samples(wave, bits / 8, raw)).write(file());
            assertThat(facts(file).codec()).startsWith("pcm_f" + bits);
            assertThat(Arrays.copyOf(read(file), values.length))
                    .containsExactly(0.25f, -40f, 0f, 0f, 0f, 0f, 256f, -256f, 256f, 0f);
        }
    }

    /** Programs that compute with whole numbers of 16 or 32 bits write them as floating-point numbers. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p15, 0x1p31})
    void readsNumbersOfAnyFullScale(double fullScale) {
        Wave wave = Wave.riff().format(Wave.FLOAT, 1, 16_000, 32);
        long[] raw = IntStream.range(0, 16_000)
                .mapToLong(i -> Float.floatToRawIntBits((float) (fullScale * Math.sin(0.1 * i))))
                .toArray();
        float[] read = read(wave.chunk("data", samples(wave, 4, raw)).write(file()));
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i]).isEqualTo(Float.intBitsToFloat((int) raw[i]));
        }
    }

    @Test
    void readsFewerValidBitsThanTheContainerHas() {
        Wave wave = Wave.riff().extensible(Wave.INTEGER, 2, 16_000, 32, 24);
        Path file = wave.chunk("data", samples(wave, 4, 1 << 30, 1 << 30, -(1 << 30), -(1 << 30)))
                .write(file());
        assertThat(facts(file).codec()).isEqualTo("pcm_s32le");
        assertThat(facts(file).layout().name()).isEqualTo("stereo");
        assertThat(read(file)).containsExactly(0.5f, -0.5f);
    }

    @Test
    void passesOverOtherChunks() {
        Wave wave = Wave.riff()
                .chunk("LIST", new byte[7])
                .chunk("junk", new byte[0])
                .format(Wave.INTEGER, 1, 16_000, 16)
                .chunk("fact", new byte[4]);
        Path file = wave.chunk("data", samples(wave, 2, 8_192, 16_384))
                .chunk("LIST", new byte[30])
                .write(file());
        assertThat(read(file)).containsExactly(0.25f, 0.5f);
        assertThat(facts(file).declared()).contains(Duration.ofNanos(125_000));
    }

    /** ffmpeg reads the last of them alone. A byte too many in one of them is no sample. */
    @ParameterizedTest
    @ValueSource(strings = {"RIFF", "RIFX"})
    void readsTheSamplesOfAllChunks(String magic) {
        Wave wave = Wave.of(magic).format(Wave.INTEGER, 1, 16_000, 16);
        Path file = wave.chunk("data", Wave.join(samples(wave, 2, 4_096, 8_192), new byte[1]))
                .chunk("LIST", new byte[31])
                .chunk("fmt ", new byte[3])
                .chunk("data", samples(wave, 2, 16_384))
                .chunk("data", new byte[0])
                .chunk("LIST", new byte[4])
                .chunk("data", 0xFFFF_FFFFL, samples(wave, 2, -8_192, -16_384))
                .write(file());
        assertThat(read(file)).containsExactly(0.125f, 0.25f, 0.5f, -0.25f, -0.5f);
        assertThat(facts(file).declared()).contains(PcmStream.length(5));
    }

    @Test
    void looksForSamplesInAThousandChunksAtMost() {
        Wave wave = Wave.riff().format(Wave.INTEGER, 1, 16_000, 16);
        wave.chunk("data", samples(wave, 2, 8_192)).raw(new byte[8 * 997]).chunk("data", samples(wave, 2, 16_384));
        assertThat(read(wave.write(file()))).containsExactly(0.25f, 0.5f);
        wave.chunk("data", samples(wave, 2, -16_384));
        assertThat(read(wave.write(file()))).containsExactly(0.25f, 0.5f);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFF_FFFFL, 0x7FFF_FFFFL, 1_000, 0xFFFF_FFFEL})
    void readsToTheEndOfTheFileWhateverSizeItClaims(long claimed) {
        Wave wave = Wave.riff().format(Wave.INTEGER, 1, 16_000, 16);
        // an odd byte at the end is no sample
        Path file = wave.chunk("data", claimed, samples(wave, 2, 8_192, 16_384))
                .raw(new byte[1])
                .write(file());
        assertThat(read(file)).containsExactly(0.25f, 0.5f);
        assertThat(probe(file).claimed()).as("the length that it has").isEqualTo(Duration.ofNanos(125_000));
    }

    @Test
    void takesTheSizeOfALargeFileFromItsOwnChunk() {
        Wave wave = Wave.of("RF64");
        byte[] sizes = Wave.join(wave.number(-1, 8), wave.number(2, 8), wave.number(1, 8), wave.number(0, 4));
        wave.chunk("ds64", sizes).format(Wave.INTEGER, 1, 16_000, 16);
        Path file = wave.chunk("data", 0xFFFF_FFFFL, samples(wave, 2, 8_192, 16_384))
                .write(file());
        assertThat(read(file)).containsExactly(0.25f);
        Wave lying = Wave.of("RF64").chunk("ds64", Wave.join(wave.number(-1, 8), wave.number(Long.MIN_VALUE, 8)));
        lying.format(Wave.INTEGER, 1, 16_000, 16);
        assertThat(read(lying.chunk("data", 0xFFFF_FFFFL, samples(wave, 2, 8_192))
                        .write(file())))
                .containsExactly(0.25f);
    }

    @Test
    void refusesAFileWhoseSamplesAreAllLost() {
        Path file = Wave.riff()
                .format(Wave.INTEGER, 1, 16_000, 16)
                .chunk("data", 100_000, new byte[1])
                .write(file());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(file))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.undecodable"));
    }

    @Test
    void isSilentWhereTheHeaderClaimsNothing() {
        assertThat(read(Wave.riff()
                        .format(Wave.INTEGER, 1, 16_000, 16)
                        .chunk("data", 0, new byte[0])
                        .write(file())))
                .isEmpty();
    }

    /** Programs write the numbers of an identifier in three ways. */
    @ParameterizedTest
    @CsvSource({
        "00000001 0000 0010, pcm_s24be, 24",
        "0001 0000 0000 1000, pcm_s24be, 24",
        "01000000 0000 1000, pcm_s24be, 24",
        "00000003 0000 0010, pcm_f32be, 32",
        "0003 0000 0000 1000, pcm_f32be, 32",
    })
    void readsBigEndianFilesOfTheLongFormat(String identifier, String codec, int bits) {
        Wave wave = Wave.of("RIFX");
        wave.chunk("fmt ", extensible(wave, bits, HexFormat.of().parseHex(identifier.replace(" ", ""))));
        Path file = wave.chunk("data", samples(wave, bits / 8, 0, 0)).write(file());
        assertThat(facts(file).codec()).isEqualTo(codec);
        assertThat(read(file)).containsExactly(0f, 0f);
    }

    private static byte[] extensible(Wave wave, int bits, byte[] identifier) {
        return Wave.join(
                wave.formatFields(0xFFFE, 1, 16_000, bits),
                wave.number(22, 2),
                wave.number(bits, 2),
                wave.number(0, 4),
                identifier,
                HexFormat.of().parseHex("800000aa00389b71"));
    }

    /** ffmpeg does not read them, and would call them damaged. */
    @ParameterizedTest
    @CsvSource({"6, pcm_alaw", "7, pcm_mulaw", "2, adpcm_ms", "17, adpcm_ima_wav"})
    void namesTheCodingOfBigEndianFilesThatItCannotRead(int tag, String name) {
        Wave wave = Wave.of("RIFX");
        wave.chunk("fmt ", Wave.join(wave.formatFields(tag, 1, 8_000, 8), wave.number(0, 2)));
        Path file = wave.chunk("data", new byte[1_600]).write(file());
        assertRefused(file, "file.codec-not-supported", name);
    }

    @Test
    void refusesBigEndianFilesOfAnUnknownCoding() {
        Wave wave = Wave.of("RIFX");
        wave.chunk("fmt ", extensible(wave, 16, new byte[8]));
        assertRefused(wave.chunk("data", new byte[1_600]).write(file()), "file.codec-unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 24})
    void refusesSamplesOfWhichNoProgramKnowsWhereTheyAre(int bits) {
        Wave wave = Wave.riff();
        byte[] format = wave.formatFields(Wave.INTEGER, 1, 16_000, 32);
        format[14] = (byte) bits;
        Path file = wave.chunk("fmt ", format).chunk("data", new byte[1_600]).write(file());
        assertRefused(file, "file.codec-not-supported", "PCM " + bits + "/32 bit");
    }

    private static void assertRefused(Path file, String key, Object... arguments) {
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> probe(file)).satisfies(problem -> {
            MediaFixtures.assertFileProblem(problem, key);
            assertThat(problem.errors().get("File").arguments()).containsExactly(arguments);
        });
    }

    @Test
    void leavesEverythingElseToFfmpeg() {
        byte[] audio = new byte[3_200];
        for (Wave wave : new Wave[] {
            Wave.riff().format(7, 1, 8_000, 8),
            Wave.riff().format(Wave.INTEGER, 1, 0, 16),
            Wave.riff().format(Wave.INTEGER, 0, 16_000, 16),
            Wave.riff().format(Wave.INTEGER, 33, 16_000, 16),
            Wave.riff().format(Wave.INTEGER, 1, 16_000, 64),
            Wave.riff().format(Wave.INTEGER, 1, 16_000, 12),
            Wave.riff().format(Wave.FLOAT, 1, 16_000, 16),
            Wave.riff().extensible(6, 1, 16_000, 8, 8),
            Wave.riff().extensible(Wave.INTEGER, 1, 16_000, 16, 24),
            Wave.riff().format(Wave.INTEGER, 1, 16_000, 16).format(Wave.INTEGER, 2, 16_000, 16),
            Wave.riff().chunk("fmt ", new byte[15]),
            Wave.riff().chunk("fmt ", 0xFFFF_FFF0L, new byte[15]),
            Wave.riff().chunk("fact", new byte[4])
        }) {
            assertThat(WaveHeader.of(wave.chunk("data", audio).write(file()))).isEmpty();
        }
    }

    @Test
    void givesUpAmongCountlessEmptyChunks() {
        Wave wave = Wave.riff();
        for (int i = 0; i < 2_000; i++) {
            wave.chunk("junk", new byte[0]);
        }
        wave.format(Wave.INTEGER, 1, 16_000, 16).chunk("data", new byte[100]);
        assertThat(WaveHeader.of(wave.write(file()))).isEmpty();
    }

    @Test
    void refusesRatesAboveThoseOfHonestRecordings() {
        for (long rate : new long[] {192_001, 0xFFFF_FFFFL}) {
            Path file = Wave.riff()
                    .format(Wave.INTEGER, 1, rate, 16)
                    .chunk("data", new byte[100])
                    .write(file());
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> probe(file))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.sample-rate"));
        }
    }

    @Test
    void refusesRatesThatAreTooLowForSpeech() {
        for (long rate : new long[] {1, 3_999}) {
            Path file = Wave.riff()
                    .format(Wave.INTEGER, 1, rate, 16)
                    .chunk("data", new byte[100])
                    .write(file());
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> probe(file))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.sample-rate-low"));
        }
    }

    /** One channel alone is read with the samples that it has, as all are without ffmpeg. */
    @Test
    void readsOneChannelAlone() {
        Path file = Wave.riff()
                .format(Wave.INTEGER, 2, 16_000, 16)
                .chunk("data", new byte[] {0, 64, 0, 32, 0, -64, 0, -32})
                .write(file());
        for (int channel = 0; channel < 2; channel++) {
            try (PcmStream audio = MediaFixtures.decoder().decode(probe(file), channel)) {
                assertThat(audio).isInstanceOf(WaveAudio.class);
                float first = channel == 0 ? 0.5f : 0.25f;
                assertThat(MediaFixtures.readAll(audio)).containsExactly(first, -first);
            }
        }
    }

    @Test
    void limitsTheLength() {
        Path file = Wave.riff()
                .format(Wave.INTEGER, 1, 16_000, 8)
                .chunk("data", new byte[32_001])
                .write(file());
        MediaDecoder decoder = new MediaDecoder(MediaFixture.ffmpeg(), settings("max-duration", "PT2S"));
        try (PcmStream audio = decoder.decode(probe(file))) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> MediaFixtures.readAll(audio))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.too-long"));
        }
    }

    private static MediaSettings settings(String key, String value) {
        return MediaFixture.settings(key, value);
    }

    @Test
    void canBeClosedFromAnotherThread() throws Exception {
        Path file = Wave.riff()
                .format(Wave.INTEGER, 1, 16_000, 16)
                .chunk("data", new byte[1 << 20])
                .write(file());
        PcmStream audio = MediaFixtures.decoder().decode(probe(file));
        float[] portion = new float[16];
        assertThat(audio.read(portion, 0, 16)).isEqualTo(16);
        Thread canceller = new Thread(audio::close);
        canceller.start();
        canceller.join();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> audio.read(portion, 0, 16));
        audio.close();
    }

    @Test
    void ofACutFileReadsWhatIsLeft() throws IOException {
        Path file = Wave.riff()
                .format(Wave.INTEGER, 1, 16_000, 16)
                .chunk("data", new byte[40_000])
                .write(file());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 12; length < whole.length; length += 977) {
            Files.write(file, Arrays.copyOf(whole, length));
            if (length > 1_000) {
                assertThat(read(file)).hasSize((length - 44) / 2);
            }
        }
    }

    /** Whatever the bytes say, the answer is the audio or a 400. */
    @Test
    void survivesDamageOfTheHeader() throws IOException {
        Random random = new Random(18);
        Path intact = Wave.riff()
                .chunk("ds64", new byte[28])
                .extensible(Wave.INTEGER, 2, 44_100, 24, 20)
                .chunk("LIST", new byte[9])
                .chunk("data", new byte[9_000])
                .write(file());
        byte[] whole = Files.readAllBytes(intact);
        for (int round = 0; round < 3_000; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i <= round % 8; i++) {
                broken[random.nextInt(140)] = (byte) (random.nextInt(4) == 0 ? -1 : random.nextInt(256));
            }
            Path file = Files.write(directory.resolve("broken.wav"), broken);
            WaveHeader.of(file).ifPresent(header -> {
                assertThat(header.frames()).isBetween(0L, 10_000L);
                long rate = header.format().sampleRate();
                if (rate >= SampleRates.MIN_HERTZ && rate <= SampleRates.MAX_HERTZ) {
                    BlockMix mix = new ChannelMix(header.format().channels());
                    try (PcmStream audio = WaveAudio.open(header, file, mix, Duration.ofHours(1))) {
                        assertThat(MediaFixtures.readAll(audio).length).isLessThan(80_000);
                    } catch (Problem problem) {
                        assertThat(problem.status()).isEqualTo(400);
                    }
                }
            });
        }
    }

    /** The same audio as ffmpeg decodes it, which brings it to 16 kHz in another way. */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 44_100, 48_000, 96_000})
    void soundsAsFfmpegDecodesIt(int rate) throws IOException {
        Path made = MediaFixture.english("rate-" + rate + ".wav", "-ar", "" + rate);
        Path compared = MediaFixture.make(
                "rate-" + rate + "-as-16000.wav", "-i", made.toString(), "-ar", "16000", "-c:a", "pcm_f32le");
        float[] mine = read(made);
        float[] other = read(compared);
        assertThat(mine.length).isCloseTo(other.length, within(32));
        double difference = 0;
        double loudness = 0;
        for (int i = 0; i < Math.min(mine.length, other.length); i++) {
            difference += Math.pow(mine[i] - other[i], 2);
            loudness += Math.pow(other[i], 2);
        }
        assertThat(10 * Math.log10(difference / loudness)).as("dB").isLessThan(-30);
    }

    @Test
    void readsTheRecordingOfTheFieldWithFewerValidBits() {
        Path file = Path.of("../shared/field/extensible-24-valid-in-32.wav");
        Assumptions.assumeTrue(Files.exists(file), "the recordings of the field are not here");
        float[] samples = read(file);
        assertThat(samples.length).isGreaterThan(16_000);
        assertThat(FormatsTest.loudness(samples)).isBetween(0.005, 0.5);
    }

    @Test
    void readsLittleEndianSamplesLikeTheStandardLibrary() {
        Wave wave = Wave.riff().format(Wave.INTEGER, 1, 16_000, 16);
        ByteBuffer values = ByteBuffer.allocate(2 * 5_000).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        while (values.hasRemaining()) {
            values.putShort((short) random.nextInt());
        }
        float[] samples = read(wave.chunk("data", values.array()).write(file()));
        for (int i = 0; i < samples.length; i++) {
            assertThat(samples[i]).isEqualTo(values.getShort(2 * i) / 32_768f);
        }
    }
}
