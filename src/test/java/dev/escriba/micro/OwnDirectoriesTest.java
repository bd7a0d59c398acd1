package dev.escriba.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.storage.control.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDirectoriesTest {

    private static final long JAR = 1_000;

    @TempDir
    Path home;

    private Path data;
    private Path tmp;

    @BeforeEach
    void name() {
        data = home.resolve("data");
        tmp = home.resolve("tmp");
    }

    @Test
    void bothAreMadeForTheUserOfTheProcessAlone() throws IOException {
        start(data);
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(tmp)).isEqualTo("rwx------");
    }

    @Test
    void theNextStartDeletesWhatAKilledProcessLeft() throws IOException {
        start(data);
        Files.writeString(Files.createDirectories(tmp.resolve("payara/lib")).resolve("one.jar"), "left");
        start(data);
        assertThat(tmp.resolve("payara")).doesNotExist();
        assertThat(tmp.resolve(OwnDirectories.MARK))
                .hasContent(data.toRealPath().toString());
    }

    /** A start that is killed while it deletes leaves files and the mark, and the next one goes on. */
    @Test
    void theMarkStaysWhileTheRestIsDeleted() throws IOException {
        start(data);
        Path mark = tmp.resolve(OwnDirectories.MARK);
        FileTime written = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(mark, written);
        Path left = Files.writeString(tmp.resolve("left"), "left");
        start(data);
        assertThat(left).doesNotExist();
        assertThat(Files.getLastModifiedTime(mark)).isEqualTo(written);
    }

    @Test
    void aStartThatWasKilledBeforeItsMarkWasWholeDoesNotKeepTheNextOneFromTheDirectory() throws IOException {
        Path partial = Files.writeString(
                Files.createDirectories(tmp).resolve(OwnDirectories.PARTIAL_MARK), "/a/path/that/is/longer".repeat(50));
        Path probe = Files.writeString(tmp.resolve(PrivateFiles.OWNER_PROBE + "123.tmp"), "");
        start(data);
        assertThat(tmp.resolve(OwnDirectories.MARK))
                .hasContent(data.toRealPath().toString());
        assertThat(partial).doesNotExist();
        assertThat(probe).doesNotExist();
    }

    /** {@code with-application.sh} makes an empty mark, and its server may be at work there. */
    @Test
    void filesBesideAnEmptyMarkStay() throws IOException {
        Files.writeString(Files.createDirectories(tmp).resolve(OwnDirectories.MARK), "");
        Path running = Files.writeString(tmp.resolve("running"), "of another server");
        start(data);
        assertThat(running).exists();
        assertThat(tmp.resolve(OwnDirectories.MARK)).isEmptyFile();
    }

    @Test
    void whatAKilledStartLeftInTheDataDirectoryIsDeleted() throws IOException {
        Path left = Files.createDirectories(data.resolve("unpacked/.partial-1"));
        Files.writeString(left.resolve("ffmpeg"), "half");
        start(data);
        assertThat(left).doesNotExist();
    }

    @Test
    void filesThatWereThereBeforeTheFirstStartStay() throws IOException {
        Path before = Files.writeString(Files.createDirectories(tmp).resolve("before"), "of others");
        start(data);
        start(data);
        assertThat(before).exists();
    }

    @Test
    void filesOfAnotherDataDirectoryStay() throws IOException {
        start(data);
        Path running = Files.writeString(tmp.resolve("running"), "of the first");
        start(home.resolve("other"));
        assertThat(running).exists();
    }

    @Test
    void filesInADirectoryThatOthersCanWriteToStay() throws IOException {
        start(data);
        Path left = Files.writeString(tmp.resolve("left"), "perhaps of others");
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
        start(data);
        assertThat(left).exists();
        assertThat(permissions(tmp)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void theDataDirectoryInTheTemporaryOneIsNotDeleted() throws IOException {
        Path inside = tmp.resolve("data");
        start(inside);
        Path table = Files.writeString(inside.resolve("escriba.mv.db"), "table");
        start(inside);
        assertThat(table).exists();
    }

    @Test
    void aDataDirectoryThatIsInUseIsRefusedAndNothingIsDeleted() throws IOException {
        OwnDirectories first = new OwnDirectories(data, tmp, JAR);
        assertThat(first.take()).isEmpty();
        Path running = Files.writeString(tmp.resolve("running"), "of the first");
        assertThat(new OwnDirectories(data, tmp, JAR).take()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("escriba.data.dir", "in use by another process", "Stop that one"));
        assertThat(running).exists();
        first.release();
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThat(new OwnDirectories(file.resolve("data"), tmp, JAR).take())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("escriba.data.dir", "cannot be used", "Set it to"));
    }

    @Test
    void aTemporaryDirectoryWithoutRoomIsRefused() throws IOException {
        OwnDirectories directories = new OwnDirectories(data, tmp, 1L << 60);
        assertThat(directories.take()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("temporary directory " + tmp, "room for", "Delete other files", "-Djava.io.tmpdir="));
        directories.release();
    }

    @Test
    void aDataDirectoryWithoutRoomIsRefusedAtItsFirstStartAlone() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(Files.isWritable(memory), "skipped: there is no second file system");
        long free = Files.getFileStore(memory).getUsableSpace();
        Assumptions.assumeTrue(
                Files.getFileStore(home).getUsableSpace() > 2.5 * free, "skipped: the disk has too little room");
        Path small = Files.createTempDirectory(memory, "escriba-");
        Path prepared = small.resolve("prepared");
        try {
            OwnDirectories first = new OwnDirectories(small, tmp, free);
            assertThat(first.take()).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("data directory " + small, "room for", "Delete other files", "escriba.data.dir"));
            first.release();
            makeModels(Files.createDirectories(prepared.resolve(".partial-1")), 2 * free);
            assertThat(new Room(small, tmp, free).missing())
                    .as("what is not complete is made again")
                    .isPresent();
            makeModels(prepared, 2 * free);
            OwnDirectories later = new OwnDirectories(small, tmp, free);
            assertThat(later.take()).isEmpty();
            later.release();
        } finally {
            PrivateFiles.empty(small);
            Files.delete(small);
        }
    }

    private static void makeModels(Path directory, long size) throws IOException {
        try (RandomAccessFile models =
                new RandomAccessFile(directory.resolve("models").toFile(), "rw")) {
            // a file with a hole takes no room
            models.setLength(size);
        }
    }

    private void start(Path dataDirectory) throws IOException {
        OwnDirectories directories = new OwnDirectories(dataDirectory, tmp, JAR);
        assertThat(directories.take()).isEmpty();
        directories.release();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
