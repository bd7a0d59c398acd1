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
    @ValueSource(strings = {"sinf", "senc", "saiz", "saio", "tenc", "pssh"})
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
    @CsvSource({"0, true", "1, true", "7, false", "8, true", "1048576, true", "1048577, false", "-1, false"})
    void takesOnlyAPlausibleSizeForABox(int size, boolean isBox) throws IOException {
        byte[] content = at(500, size, "senc");
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
