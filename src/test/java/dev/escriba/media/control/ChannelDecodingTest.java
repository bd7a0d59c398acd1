package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channels of files, one by one. */
class ChannelDecodingTest {

    private static final Path CALL = MediaFixture.call("call.wav");

    @TempDir
    Path directory;

    private Recording recording(Path file) throws IOException {
        Path copy = Files.copy(file, directory.resolve("upload" + System.nanoTime()));
        return MediaFixtures.probe().probe(new Upload(copy, Files.size(copy), null));
    }

    private ChannelContents contents(MediaDecoder decoder, Path file) throws Exception {
        return decoder.channels(OpenRecording.of(recording(file)));
    }

    private float[] decode(Path file, int channel) throws IOException {
        try (PcmStream stream = MediaFixtures.decoder().decode(recording(file), channel)) {
            return MediaFixtures.readAll(stream);
        }
    }

    private float[] mono(Path file) throws IOException {
        try (PcmStream stream = MediaFixtures.decoder().decode(recording(file))) {
            return MediaFixtures.readAll(stream);
        }
    }

    private static Path stereo(String name, String second, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "-i";
        arguments[1] = MediaFixture.SPANISH.toString();
        arguments[2] = "-af";
        arguments[3] = "pan=stereo|c0=c0|c1=" + second;
        System.arraycopy(options, 0, arguments, 4, options.length);
        return MediaFixture.make(name, arguments);
    }

    @Test
    void decodesEachChannelAlone() throws IOException {
        for (int channel = 0; channel < 2; channel++) {
            float[] alone = mono(MediaFixture.callChannel(channel));
            float[] decoded = decode(CALL, channel);
            assertThat(decoded).hasSize(7 * PcmStream.SAMPLE_RATE);
            for (int i = 0; i < decoded.length; i++) {
                assertThat(decoded[i]).isCloseTo(alone[i], within(1e-4f));
            }
        }
    }

    /** ffmpeg cannot mix channels that have no positions. */
    @ParameterizedTest
    @CsvSource({"ambisonic.webm", "ambisonic.mp4"})
    void decodesAmbisonicSound(String name) throws IOException {
        Path file = MediaFixture.make(
                name,
                "-i",
                MediaFixture.SPANISH.toString(),
                "-af",
                "pan=4c|c0=c0|c1=-0.5*c0|c2=0*c0|c3=0*c0",
                "-c:a",
                "libopus",
                "-mapping_family",
                "2",
                "-b:a",
                "128k");
        assertThat(recording(file).facts().layout().channels()).isEqualTo(4);
        double plain = level(mono(MediaFixture.SPANISH));
        assertThat(level(mono(file))).isBetween(plain / 3, plain);
    }

    private static double level(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    private AudioStore store(KeptBytes bytes) throws IOException {
        return new AudioStore(new UploadDirectory(Files.createDirectory(directory.resolve("samples"))), bytes);
    }

    private KeptChannels channels(AudioStore store, Path file) throws Exception {
        return store.channels(MediaFixtures.decoder(), OpenRecording.of(recording(file)), UnaryOperator.identity());
    }

    @Test
    void keepsTheChannelsInThePassThatFindsThem() throws Exception {
        KeptBytes bytes = new KeptBytes(1 << 25);
        try (AudioStore store = store(bytes)) {
            KeptChannels channels = channels(store, CALL);
            assertThat(channels.contents().separate()).containsExactly(0, 1);
            assertThat(channels.contents().length()).isEqualTo(Duration.ofSeconds(7));
            try (KeptAudio audio = channels.audio().orElseThrow()) {
                assertThat(audio.length()).isEqualTo(Duration.ofSeconds(7));
                for (int channel = 0; channel < 2; channel++) {
                    try (PcmStream stream = audio.open(channel)) {
                        assertThat(difference(MediaFixtures.readAll(stream), decode(CALL, channel)))
                                .as("channel %s", channel)
                                .isLessThan(1e-4f);
                    }
                }
            }
            assertThat(bytes.used()).isZero();
        }
    }

    private static float difference(float[] one, float[] other) {
        assertThat(one.length).isEqualTo(other.length);
        float highest = 0;
        for (int i = 0; i < one.length; i++) {
            highest = Math.max(highest, Math.abs(one[i] - other[i]));
        }
        return highest;
    }

    @Test
    void keepsNoChannelsWhereTheMixTellsTheSame() throws Exception {
        KeptBytes bytes = new KeptBytes(1 << 25);
        try (AudioStore store = store(bytes)) {
            KeptChannels channels = channels(store, MediaFixture.stereoWav());
            assertThat(channels.contents().separate()).isEmpty();
            assertThat(channels.audio()).isEmpty();
            assertThat(bytes.used()).isZero();
        }
    }

    /** 7 s in two channels take 448 kB. A recording that can be decoded again has half of the room at most. */
    @ParameterizedTest
    @CsvSource({"440000, false", "850000, false", "950000, true"})
    void findsTheChannelsAlsoWhereThereIsNoRoomForThem(long room, boolean isKept) throws Exception {
        KeptBytes bytes = new KeptBytes(room);
        try (AudioStore store = store(bytes)) {
            KeptChannels channels = channels(store, CALL);
            assertThat(channels.contents().separate()).containsExactly(0, 1);
            assertThat(channels.audio().isPresent()).isEqualTo(isKept);
            assertThat(bytes.refused()).isEqualTo(isKept ? 0 : 1);
            channels.audio().ifPresent(KeptAudio::close);
            assertThat(bytes.used()).isZero();
        }
    }

    @Test
    void keepsNothingOfARecordingWithTooManyChannels() throws Exception {
        KeptBytes bytes = new KeptBytes(1 << 25);
        MediaDecoder one = new MediaDecoder(MediaFixture.ffmpeg(), MediaFixture.settings("max-channels", "1"));
        try (AudioStore store = store(bytes)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> store.channels(one, OpenRecording.of(recording(CALL)), UnaryOperator.identity()));
            assertThat(bytes.used()).isZero();
        }
    }

    @Test
    void decodesTheOnlyChannelLikeTheMix() throws IOException {
        assertThat(decode(MediaFixture.ENGLISH, 0)).containsExactly(mono(MediaFixture.ENGLISH));
    }

    @Test
    void knowsNoOtherChannels() {
        assertThatThrownBy(() -> decode(CALL, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decode(CALL, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource({"call.wav, pcm_s16le", "call.mp3, libmp3lame", "call.m4a, aac", "call.webm, libopus"})
    void findsTheChannelsOfACall(String name, String codec) throws Exception {
        ChannelContents contents = contents(MediaFixtures.decoder(), MediaFixture.call(name, "-c:a", codec));
        assertThat(contents.separate()).containsExactly(0, 1);
        assertThat(contents.length()).isBetween(Duration.ofMillis(6_950), Duration.ofMillis(7_150));
    }

    @Test
    void measuresTheSameLengthAsTheMix() throws Exception {
        for (Path file : new Path[] {CALL, MediaFixture.stereoWav(), MediaFixture.mp3()}) {
            assertThat(contents(MediaFixtures.decoder(), file).length()).isEqualTo(PcmStream.length(mono(file).length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gain.mp3, 0.3*c0, libmp3lame, 32k",
        "inverted.mp3, -0.7*c0, libmp3lame, 64k",
        "same.m4a, c0, aac, 48k",
        "gain.m4a, 0.3*c0, aac, 96k",
        "gain.webm, 0.3*c0, libopus, 32k",
        "inverted.wav, -1*c0, pcm_s16le, 0"
    })
    void noticesDualMonoInCompressedFiles(String name, String second, String codec, String rate) throws Exception {
        Path file = stereo("dual-" + name, second, "-c:a", codec, "-b:a", rate);
        assertThat(contents(MediaFixtures.decoder(), file).separate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"left.mp3, libmp3lame, 64k", "left.m4a, aac, 64k", "left.webm, libopus, 24k", "left.wav, pcm_s16le, 0"})
    void noticesASilentChannelInCompressedFiles(String name, String codec, String rate) throws Exception {
        Path file = stereo("silent-" + name, "0*c0", "-c:a", codec, "-b:a", rate);
        assertThat(contents(MediaFixtures.decoder(), file).separate()).containsExactly(0);
    }

    @Test
    void takesTheChannelsByTheirNumbers() throws Exception {
        Path four = MediaFixture.make(
                "four-channels.wav", "-i", CALL.toString(), "-af", "pan=4c|c0=0*c0|c1=c0|c2=0*c0|c3=c1");
        assertThat(contents(MediaFixtures.decoder(), four).separate()).containsExactly(1, 3);
        assertThat(decode(four, 3)).containsExactly(decode(CALL, 1));
    }

    @Test
    void refusesMoreChannelsThanAreAllowed() throws Exception {
        MediaDecoder one = new MediaDecoder(MediaFixture.ffmpeg(), MediaFixture.settings("max-channels", "1"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> contents(one, CALL))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.too-many-channels"));
        assertThat(contents(one, MediaFixture.stereoWav()).separate())
                .as("dual mono needs one run")
                .isEmpty();
    }

    @Test
    void refusesChannelsThatItCannotTellApart() throws Exception {
        Path many = Files.write(directory.resolve("33.wav"), wav(33));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> contents(MediaFixtures.decoder(), many))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.channels-not-separable"));
    }

    /** A tenth of a second of silence in 16 bits. */
    private static byte[] wav(int channels) {
        int bytes = 2 * channels * 1_600;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) channels).putInt(16_000).putInt(32_000 * channels);
        wav.putShort((short) (2 * channels)).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return wav.array();
    }
}
