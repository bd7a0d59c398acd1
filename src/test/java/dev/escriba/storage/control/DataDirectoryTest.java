package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    @Test
    void deletesWhatKilledStartsLeftWhenItHasTheLock() throws IOException {
        List<Path> left = new ArrayList<>();
        List<Path> complete = new ArrayList<>();
        for (String place : List.of("", "secrets", "unpacked", "prepared", "trial")) {
            left.add(write(place, ".partial-123.tmp"));
            left.add(write(place, ".partial-456/libavcodec.so").getParent());
            complete.add(write(place, "complete/libavcodec.so"));
        }
        complete.add(write("waiting", ".partial-of-others"));
        DataDirectory waiting = new DataDirectory(new StorageSettings(root));
        assertThat(left).allSatisfy(path -> assertThat(path).exists());
        waiting.lock();
        assertThat(left).allSatisfy(path -> assertThat(path).doesNotExist());
        assertThat(complete).allSatisfy(path -> assertThat(path).exists());
        waiting.release();
    }

    @Test
    void deletesNothingOfAProcessThatHasTheLock() throws IOException {
        DataDirectory first = opened();
        Path inProgress = write("unpacked", ".partial-456/libavcodec.so");
        assertThatIllegalStateException().isThrownBy(this::opened).withMessageContaining("in use");
        assertThat(inProgress).exists();
        first.release();
    }

    @Test
    void deletesWhatAnotherVersionUnpacked() throws IOException {
        Path former = write("unpacked", "classes-0123456789abcdef/one").getParent();
        List<Path> others = List.of(
                write("unpacked", "classes-2-0123456789abcdef/one"),
                write("unpacked", "classes-0123456789abcdeg/one"),
                write("unpacked", "more-classes-0123456789abcdef/one"));
        Map<String, String> classes = Map.of("one", "dev/escriba/storage/control/DataDirectory.class");
        Path current = new DataDirectory(new StorageSettings(root)).unpack("classes", classes);
        assertThat(former).as("another process may use it").exists();
        DataDirectory data = opened();
        assertThat(data.unpack("classes", classes)).isEqualTo(current).isNotEmptyDirectory();
        assertThat(former).doesNotExist();
        assertThat(others).allSatisfy(path -> assertThat(path).exists());
        try (Stream<Path> unpacked = Files.list(root.resolve("unpacked"))) {
            assertThat(unpacked).hasSize(others.size() + 1);
        }
        data.release();
    }

    private Path write(String place, String file) throws IOException {
        Path path = root.resolve(place).resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "content");
    }

    private DataDirectory opened() {
        return LockedDataDirectory.in(root);
    }
}
