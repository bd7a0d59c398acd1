package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenBoxesTest {

    private static final int PORTION = 1 << 16;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sinf", "senc", "saiz", "saio", "tenc", "pssh", "schm", "adrm", "aavd"})
    void refusesEveryBoxOfEncryption(String type) throws IOException {
        refuses(at(1_000, 16, type), "file.encrypted");
    }

    @Test
    void refusesACompressedIndex() throws IOException {
        refuses(at(1_000, 16, "cmov"), "file.compressed-index");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, PORTION - 8, PORTION - 7, PORTION - 5, PORTION - 4, PORTION - 1, PORTION, 3 * PORTION - 8})
    void findsABoxAtEveryPlace(int offset) throws IOException {
        refuses(at(offset, 8, "sinf"), "file.encrypted");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "8", "1048576", "1048577", "2147483647", "-2147483648", "-1"})
    void takesEverySizeForABoxBecauseFfmpegCutsIt(int size) throws IOException {
        refuses(at(500, size, "tenc"), "file.encrypted");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void aSizeThatNoBoxHasIsNone(int size) throws IOException {
        passes(at(500, size, "tenc"));
    }

    /** The last child, whose size is cut to that of its parent. */
    @ParameterizedTest
    @ValueSource(ints = {0x7FFFFFFF, 0xFFFFFFFF})
    void aBoxBehindTheSamplesIsFoundWhateverItsSize(int size) throws IOException {
        byte[] content = at(3 * PORTION, size, "senc");
        ByteBuffer.wrap(content).putInt(3 * PORTION).put("mdat".getBytes(StandardCharsets.US_ASCII));
        refuses(content, "file.encrypted");
        // its size is of 64 bits
        ByteBuffer.wrap(content)
                .putInt(1)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .putLong(3L * PORTION);
        refuses(content, "file.encrypted");
        // ffmpeg stops at a wrong size
        ByteBuffer.wrap(content)
                .putInt(1)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .putLong(-1);
        refuses(content, "file.encrypted");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "7, false", "8, true", "1048576, true", "1048577, false", "-1, false"})
    void takesOnlyAPlausibleSizeForABoxWithinTheSamples(int size, boolean isBox) throws IOException {
        byte[] content = at(2 * PORTION + 500, size, "senc");
        ByteBuffer.wrap(content)
                .putInt(PORTION)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .position(PORTION)
                .putInt(3 * PORTION)
                .put("mdat".getBytes(StandardCharsets.US_ASCII));
        if (isBox) {
            refuses(content, "file.encrypted");
        } else {
            passes(content);
        }
    }

    @Test
    void findsNothingInHonestFiles() throws IOException {
        passes(new byte[0]);
        passes(Files.readAllBytes(MediaFixture.m4a()));
        passes(Files.readAllBytes(MediaFixture.videoMp4()));
        passes("a song called sinfonia, by cmov".getBytes(StandardCharsets.US_ASCII));
        passes(" una presencia sencilla, por ausencia".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
    }

    /** A file of spaces, with the beginning of a box at an offset. */
    private static byte[] at(int offset, int size, String type) {
        byte[] content = " ".repeat(4 * PORTION).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(content).position(offset).putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
        return content;
    }

    private void refuses(byte[] content, String key) throws IOException {
        Upload upload = upload(content);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> HiddenBoxes.refuse(upload))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, key));
    }

    private void passes(byte[] content) throws IOException {
        Upload upload = upload(content);
        assertThatCode(() -> HiddenBoxes.refuse(upload)).doesNotThrowAnyException();
    }

    private Upload upload(byte[] content) throws IOException {
        return new Upload(Files.write(directory.resolve("file"), content), content.length, null);
    }
}
