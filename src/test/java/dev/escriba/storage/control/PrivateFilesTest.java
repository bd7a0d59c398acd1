package dev.escriba.storage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

    @TempDir
    Path root;

    @Test
    void createsADirectoryAndItsParentsForItsUserAlone() throws IOException {
        Path directory = PrivateFiles.directory(root.resolve("a/b"));
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void tightensWhatExistsAndKeepsTheRightsOfItsUser() throws IOException {
        Path below = make(root.resolve("data/below"), "rwxr-xr-x");
        open(root.resolve("data"), "rwxr-xr-x");
        Path table = open(Files.writeString(root.resolve("data/escriba.mv.db"), "table"), "rw-r--r--");
        Path program = open(Files.writeString(below.resolve("ffmpeg"), "program"), "r-xr-xr-x");
        PrivateFiles.directory(root.resolve("data"));
        assertThat(permissions(root.resolve("data"))).isEqualTo("rwx------");
        assertThat(permissions(below)).isEqualTo("rwx------");
        assertThat(permissions(table)).isEqualTo("rw-------");
        assertThat(permissions(program)).isEqualTo("r-x------");
    }

    @Test
    void followsALinkToTheDirectoryAndNoLinkInIt() throws IOException {
        Path elsewhere = open(Files.writeString(root.resolve("elsewhere"), "of others"), "rw-r--r--");
        Path real = make(root.resolve("real"), "rwxr-xr-x");
        Files.createSymbolicLink(real.resolve("link"), elsewhere);
        Path link = Files.createSymbolicLink(root.resolve("data"), real);
        assertThat(PrivateFiles.directory(link)).isEqualTo(real.toRealPath());
        assertThat(permissions(real)).isEqualTo("rwx------");
        assertThat(permissions(elsewhere)).isEqualTo("rw-r--r--");
    }

    @Test
    void refusesADirectoryOfAnotherUser() throws IOException {
        Path data = make(root.resolve("data"), "rwxrwxrwx");
        assumeTrue(gives(data, "nobody"), "only root can give a directory away");
        assertThatThrownBy(() -> PrivateFiles.directory(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to the user nobody, and this process runs as ");
        assertThat(permissions(data)).as("left as it is").isEqualTo("rwxrwxrwx");
    }

    @Test
    void aDirectoryIsOwnIfNoOtherUserCanMakeFilesInIt() throws IOException {
        assertThat(PrivateFiles.isOwn(make(root.resolve("own"), "rwxr-xr-x"))).isTrue();
        assertThat(PrivateFiles.isOwn(make(root.resolve("shared"), "rwxrwxrwx")))
                .isFalse();
    }

    @Test
    void opensAFileForItsUserAlone() throws IOException {
        PrivateFiles.open(root.resolve("lock")).close();
        assertThat(permissions(root.resolve("lock"))).isEqualTo("rw-------");
    }

    @Test
    void emptiesADirectoryAndLeavesTheTargetsOfItsLinks() throws IOException {
        Path elsewhere = make(root.resolve("elsewhere"), "rwx------");
        Files.writeString(elsewhere.resolve("file"), "stays");
        Path directory = make(root.resolve("tmp"), "rwx------");
        Files.createSymbolicLink(directory.resolve("link"), elsewhere);
        Files.writeString(Files.createDirectories(directory.resolve("a/b")).resolve("c"), "goes");
        PrivateFiles.empty(directory);
        assertThat(directory).isEmptyDirectory();
        assertThat(elsewhere.resolve("file")).exists();
    }

    private static boolean gives(Path path, String user) {
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    private static Path make(Path directory, String permissions) throws IOException {
        return open(Files.createDirectories(directory), permissions);
    }

    private static Path open(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
