package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.media.HostileFile;
import dev.escriba.media.HostileFiles;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that need much memory, time or disk space, within the default limits. */
class GreedyFilesTest {

    @TempDir
    Path directory;

    static Stream<HostileFile> greedy() {
        return HostileFiles.greedy();
    }

    @ParameterizedTest
    @MethodSource("greedy")
    void getTheirVerdictWithinTheLimits(HostileFile hostile) throws IOException {
        byte[] content = hostile.content().get();
        Path file = Files.write(directory.resolve("file"), content);
        Upload upload = new Upload(file, content.length, null);
        if (hostile.verdict().isRefusal()) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> decode(opened(upload)))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(
                            problem, hostile.verdict().key()));
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> decode(probed(upload)))
                    .satisfies(problem -> MediaFixtures.assertFileProblem(
                            problem, hostile.verdict().key()));
        } else {
            long samples = decode(opened(upload));
            assertThat(samples / 16_000.0).isBetween(0.0, MediaFixture.ENGLISH_SECONDS + 0.2);
            assertThat(decode(probed(upload))).isEqualTo(samples);
        }
        assertThat(MediaFixture.ffmpeg().running()).isZero();
    }

    private static OpenRecording opened(Upload upload) {
        return MediaFixtures.probe().open(upload);
    }

    private static OpenRecording probed(Upload upload) {
        return OpenRecording.of(MediaFixtures.probe().probe(upload));
    }

    /** The number of samples. */
    private static long decode(OpenRecording opened) {
        try (opened;
                PcmStream stream = MediaFixture.decoder().decode(opened)) {
            float[] portion = new float[16_000];
            long samples = 0;
            for (int n = 0; n >= 0; n = stream.read(portion, 0, portion.length)) {
                samples += n;
            }
            return samples;
        }
    }
}
