package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnifferTest {

    @TempDir
    Path directory;

    @Test
    void skipsTagsOfAnySize() throws IOException {
        byte[] mp3 = Files.readAllBytes(MediaFixture.mp3());
        assertThat(sniff(tag(0), mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(tag(5_000_000), mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(tag(100), tag(70_000), mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(tag(1 << 20), Files.readAllBytes(MediaFixture.flac()))).contains(MediaFormat.FLAC);
        assertThat(sniff(tag(1 << 20))).isEmpty();
    }

    @Test
    void findsAudioAfterPaddingAndALittleOtherData() throws IOException {
        byte[] mp3 = behindTag(Files.readAllBytes(MediaFixture.mp3()));
        assertThat(sniff(new byte[4_000], mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(tag(300), new byte[40_000], mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(Arrays.copyOfRange(mp3, 333, mp3.length))).contains(MediaFormat.MP3);
        assertThat(sniff(random(1, 2_000), mp3)).contains(MediaFormat.MP3);
        assertThat(sniff(random(1, 200_000), mp3)).isEmpty();
    }

    @Test
    void takesARecordingOfOneFrame() throws IOException {
        byte[] mp3 = behindTag(Files.readAllBytes(MediaFixture.mp3()));
        int length = MpegAudioFrame.of(
                        ((long) (mp3[0] & 0xFF) << 24) | ((mp3[1] & 0xFF) << 16) | ((mp3[2] & 0xFF) << 8))
                .orElseThrow()
                .length();
        assertThat(sniff(Arrays.copyOf(mp3, length))).contains(MediaFormat.MP3);
        assertThat(sniff(Arrays.copyOf(mp3, length), new byte[50])).isEmpty();
    }

    @Test
    void tellsLayersApart() throws IOException {
        assertThat(Sniffer.sniff(MediaFixture.mp2())).contains(MediaFormat.MPGA);
        assertThat(Sniffer.sniff(MediaFixture.mp3())).contains(MediaFormat.MP3);
    }

    @Test
    void doesNotRecogniseNoiseAsAudio() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            assertThat(sniff(random(seed, 20_000))).as("noise %s", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RIFF",
                "\u00FF\u00FB",
                "ID3",
                "hello, world",
                "#EXTM3U\n#EXTINF:10,\n/etc/passwd\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile /etc/hostname\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>",
                "<!DOCTYPE html><html></html>",
                "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0\r\n",
                "RIFF$\u0000\u0000\u0000AVI LIST",
                "\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic",
                "\u0000\u0000\u0000\u0018ftypavif\u0000\u0000\u0000\u0000avifiso8",
                "\u0000\u0000\u0001\u00B3\u0014\u0000\u00F0",
                "\u001AE\u00DF\u00A3",
                "\u001AE\u00DF\u00A3\u0001\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFB\u0082\u0088matroska",
                "\u00FF\u00F1P\u0080\u0002\u001F\u00FC\u00FF\u00F1P\u0080\u0002\u001F\u00FC",
                "PK\u0003\u0004",
                "%PDF-1.7"
            })
    void doesNotRecogniseOtherContent(String content) throws IOException {
        assertThat(sniff(content.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0000\u0000\u0018ftypM4A \u0000\u0000\u0000\u0000M4A mp42",
                "\u0000\u0000\u0000\u0018ftyp????\u0000\u0000\u0000\u0000????isom",
                "\u0000\u0000\u0000\u0018ftyp3gp4\u0000\u0000\u0000\u0000isom3gp4",
                "\u0000\u0000\u0000\u000Cfree1234\u0000\u0000\u0000\u0014ftypmp42\u0000\u0000\u0000\u0000mp42",
                "\u0000\u0000\u0000\u0008wide\u0000\u0001\u0000\u0000mdat",
                "\u0000\u0001\u0000\u0000moov",
                "\u0000\u0000\u0000\u0001mdat\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000"
            })
    void knowsMp4ByBrandAndByBox(String content) throws IOException {
        assertThat(sniff(content.getBytes(StandardCharsets.ISO_8859_1))).contains(MediaFormat.MP4);
    }

    @Test
    void knowsQuickTimeByBrand() throws IOException {
        assertThat(sniff("\u0000\u0000\u0000\u0018ftypqt  \u0000\u0000\u0000\u0000qt  qt  "
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .contains(MediaFormat.QUICKTIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RIFF", "RF64", "RIFX", "BW64"})
    void knowsEveryKindOfWave(String kind) throws IOException {
        byte[] content = (kind + "\u00FF\u00FF\u00FF\u00FFWAVEfmt ").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(sniff(content)).contains(MediaFormat.WAV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"talk.flac", "talk.wav", "talk", "talk.exe", "talk.m3u8", "", "../../etc/passwd\n.mp3"})
    void letsTheContentWinOverTheName(String name) {
        Sniffer sniffer = new Sniffer(MediaFixture.settings("formats", "mp3"));
        assertThat(sniffer.recognise(new Upload(MediaFixture.mp3(), 1, name))).isEqualTo(MediaFormat.MP3);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> sniffer.recognise(new Upload(MediaFixture.flac(), 1, "talk.mp3")))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.not-accepted"));
    }

    @Test
    void refusesToStartWithUnknownFormats() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaFixture.settings("formats", "mp3,docx"))
                .withMessageContaining("escriba.media.formats");
        assertThatIllegalArgumentException().isThrownBy(() -> MediaFixture.settings("formats", ","));
    }

    private Optional<MediaFormat> sniff(byte[]... parts) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return Sniffer.sniff(Files.write(directory.resolve("content"), whole.toByteArray()));
    }

    static byte[] tag(int size) {
        byte[] tag = random(7, 10 + size);
        byte[] header = {
            'I',
            'D',
            '3',
            4,
            0,
            0,
            (byte) (size >> 21 & 0x7F),
            (byte) (size >> 14 & 0x7F),
            (byte) (size >> 7 & 0x7F),
            (byte) (size & 0x7F)
        };
        System.arraycopy(header, 0, tag, 0, header.length);
        return tag;
    }

    private static byte[] behindTag(byte[] mp3) {
        for (int i = 0; ; i++) {
            if (mp3[i] == (byte) 0xFF && (mp3[i + 1] & 0xE0) == 0xE0) {
                return Arrays.copyOfRange(mp3, i, mp3.length);
            }
        }
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
