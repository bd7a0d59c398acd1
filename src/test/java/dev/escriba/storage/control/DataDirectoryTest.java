package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path root;

    /** Two nodes with the same id would end each other's runs, even with two databases. */
    @Test
    void belongsToOneProcessUntilThatLetsGo() {
        DataDirectory first = opened();
        assertThatIllegalStateException().isThrownBy(this::opened).withMessageContaining("in use");
        first.release();
        DataDirectory second = opened();
        assertThat(second.node()).isEqualTo(first.node());
        second.release();
    }

    /** The server makes the file of the database with the permissions that the umask leaves, usually rw-r--r--. */
    @Test
    void closesWhatItFindsAndWhatItMakes() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path table = Files.writeString(root.resolve("escriba.mv.db"), "table");
        Files.setPosixFilePermissions(table, PosixFilePermissions.fromString("rw-r--r--"));
        DataDirectory data = opened();
        data.secret("pepper");
        data.unpack("classes", Map.of("one", "dev/escriba/storage/control/DataDirectory.class"));
        data.release();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files).hasSizeGreaterThan(6).allSatisfy(path -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .endsWith("------"));
        }
    }

    @Test
    void saysWhatToDoWithADirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataDirectory(new StorageSettings(file)))
                .withMessageContaining("escriba.data.dir")
                .withMessageContaining("Set it to a directory that belongs to the user of this process.");
    }

    @Test
    void tellsThatItIsGoneAndStaysSoWhenItIsMadeAgain() throws IOException {
        DataDirectory data = opened();
        assertThat(data.trouble()).isEmpty();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThat(data.trouble()).contains("the data directory is gone");
        Files.createDirectory(root);
        assertThat(data.trouble()).contains("the data directory is gone");
        data.release();
    }

    private DataDirectory opened() {
        DataDirectory directory = new DataDirectory(new StorageSettings(root));
        directory.lock();
        return directory;
    }
}
