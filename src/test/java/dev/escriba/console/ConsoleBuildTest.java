package dev.escriba.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that builds the page. Node.js is there: the build has run it. */
class ConsoleBuildTest {

    @TempDir
    Path work;

    @Test
    void aBuildWithoutTheConsoleHasNoFileOfIt() throws Exception {
        Path dist = Files.createDirectories(work.resolve("dist"));
        Files.writeString(dist.resolve("index.html"), "of the build before");
        Files.writeString(work.resolve("built"), "of the build before");
        assertThat(build("--console=false")).isEmpty();
        assertThat(dist).isEmptyDirectory();
        assertThat(work.resolve("built")).doesNotExist();
    }

    /** What the script prints. */
    private String build(String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "node",
                        "src/main/console/build-console.mjs",
                        work.toString(),
                        "src/main/resources/dev/escriba/culture",
                        option)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
