package dev.escriba.media.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {

    @TempDir
    Path root;

    Uploads uploads;

    @BeforeEach
    void open() {
        uploads = new Uploads(new DataDirectory(new StorageSettings(root)), limit(100_000));
    }

    private static MediaSettings limit(long bytes) {
        return MediaFixture.settings("max-file-bytes", Long.toString(bytes));
    }

    @AfterEach
    void close() {
        uploads.close();
    }

    @Test
    void keepsWhatItReceivesUntilItIsClosed() throws IOException {
        Upload upload = uploads.receive(zeros(70_000), "talk.mp3");
        assertThat(upload.path()).isAbsolute().hasSize(70_000).hasBinaryContent(new byte[70_000]);
        assertThat(upload.size()).isEqualTo(70_000);
        assertThat(upload.clientName()).isEqualTo("talk.mp3");
        upload.close();
        assertThat(files()).isEmpty();
        upload.close();
    }

    @Test
    void takesUploadsUpToTheLimitInclusive() {
        try (Upload upload = uploads.receive(zeros(100_000), "talk.mp3")) {
            assertThat(upload.path()).hasSize(100_000);
        }
    }

    @Test
    void refusesUploadOverTheLimit() throws IOException {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> uploads.receive(zeros(100_001), "talk.mp3"))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.too-large"));
        assertThat(files()).isEmpty();
    }

    @Test
    void stopsReadingJustBeyondTheLimit() {
        Counting endless = new Counting();
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> uploads.receive(endless, "talk.mp3"));
        assertThat(endless.count).isEqualTo(100_001);
    }

    @ParameterizedTest
    @CsvSource({"26214400, The file is larger than 25 MB.", "1572864, The file is larger than 1.5 MB."})
    void namesTheLimitInMegabytes(long limit, String message) {
        Uploads limited = new Uploads(new DataDirectory(new StorageSettings(root)), limit(limit));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> limited.receive(new Counting(), null))
                .satisfies(problem -> assertThat(Messages.text(problem.errors().get("File"), Culture.EN))
                        .isEqualTo(message));
        limited.close();
    }

    @Test
    void refusesEmptyUploads() throws IOException {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> uploads.receive(zeros(0), "talk.mp3"))
                .satisfies(problem -> MediaFixtures.assertFileProblem(problem, "file.empty"));
        assertThat(files()).isEmpty();
    }

    /** The disk is the operator's matter: the client may try again. */
    @Test
    void answers503WhereItsDirectoryIsGone() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("uploads"))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> uploads.receive(zeros(10), "talk.mp3"))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.retryAfter()).isPresent();
                });
    }

    @Test
    void deletesAnUploadThatBreaksOff() throws IOException {
        InputStream broken = new SequenceInputStream(zeros(50_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        });
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> uploads.receive(broken, "talk.mp3"));
        assertThat(files()).isEmpty();
    }

    @Test
    void letsNoOtherUserReadThem() throws IOException {
        try (Upload upload = uploads.receive(zeros(1), "talk.mp3")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(upload.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(upload.path().getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../tmp/evil", "/etc/passwd", "a\\..\\evil", "evil\n\r\u0000", "-i evil", "$(evil)"})
    void keepsTheClientsNameOutOfThePath(String name) throws IOException {
        try (Upload upload = uploads.receive(zeros(1), name)) {
            assertThat(upload.path()).startsWith(root.toRealPath().resolve("uploads"));
            assertThat(upload.path().toString()).doesNotContain("evil").doesNotContain("passwd");
            assertThat(upload.clientName()).doesNotContain("/", "\\", "\n", "\r", "\u0000");
        }
    }

    @Test
    void cleansTheClientsName() throws IOException {
        assertThat(new Upload(root, 1, "C:\\Users\\me\\reunión \uD83C\uDFA4\u202Egpj.mp3").clientName())
                .isEqualTo("reunión \uD83C\uDFA4gpj.mp3");
        assertThat(new Upload(root, 1, null).clientName()).isEmpty();
        assertThat(new Upload(root, 1, "x".repeat(5_000)).clientName()).hasSize(255);
    }

    @Test
    void deletesWhatAKilledProcessLeftAndNothingOfALivingOne() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('!');
            try (Upload mine = uploads.receive(zeros(1), null)) {
                new Uploads(new DataDirectory(new StorageSettings(root)), limit(1)).close();
                assertThat(files()).hasSize(2).contains(mine.path());
            }
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertThat(files()).hasSize(1);
            new Uploads(new DataDirectory(new StorageSettings(root)), limit(1)).close();
            assertThat(files()).isEmpty();
            assertThat(root.resolve("uploads").toFile().list())
                    .as("own directory and lock")
                    .hasSize(2);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void refusesToStartWithoutASensibleLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limit(0))
                .withMessageContaining("escriba.media.max-file-bytes");
    }

    /** Another process that holds an upload. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            new Uploads(new DataDirectory(new StorageSettings(Path.of(arguments[0]))), limit(10))
                    .receive(zeros(10), null);
            System.out.print('!');
            System.out.flush();
            // holds the upload until the test ends the process, or ends itself and so closes this stream
            System.in.read();
        }
    }

    private static final class Counting extends InputStream {
        private long count;

        @Override
        public int read() {
            count++;
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            count += length;
            return length;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> directories = Files.walk(root.resolve("uploads"))) {
            return directories
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .map(Path::toAbsolutePath)
                    .toList();
        }
    }

    private static InputStream zeros(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }
}
