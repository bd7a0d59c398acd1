package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFilesTest {

    @TempDir
    Path root;

    /** Paths in it are longer than Linux takes (4,096 bytes), so not even root can delete it. */
    @Test
    void whatCannotBeDeletedDoesNotKeepTheRest() throws IOException {
        List<Path> left = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            left.add(Files.writeString(root.resolve(".partial-" + i), "left"));
        }
        left.add(
                Files.writeString(Files.createDirectory(root.resolve("secrets")).resolve(".partial-0"), "left"));
        Path deep = root.resolve("deep");
        nest(deep);
        Path deeper = nest(root.resolve(".partial-deep")).resolve("deep");
        Files.move(deep, deeper);
        try {
            PartialFiles.deleteLeft(root);
            assertThat(deeper).exists();
            assertThat(left).allSatisfy(path -> assertThat(path).doesNotExist());
        } finally {
            // JUnit could not delete it there
            Files.move(deeper, deep);
        }
    }

    /** Makes directories in each other. The path of the last one has 2,400 bytes more. */
    private static Path nest(Path directory) throws IOException {
        Path last = directory;
        for (int i = 0; i < 12; i++) {
            last = last.resolve("x".repeat(199));
        }
        return Files.createDirectories(last);
    }
}
