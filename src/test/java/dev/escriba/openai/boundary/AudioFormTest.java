package dev.escriba.openai.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.openai.control.OpenAiSettings;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import dev.escriba.transcription.control.TranscriptionSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioFormTest {

    private static final int HALF = TranscriptionSettings.MAX_TEXT_BYTES / 2;

    @TempDir
    Path root;

    private final AudioForm form = new AudioForm();

    @BeforeEach
    void open() {
        form.uploads = new Uploads(
                new DataDirectory(new StorageSettings(root)), MediaFixture.settings("max-file-bytes", "1000"));
        form.settings = Configured.read(OpenAiSettings::read);
    }

    @AfterEach
    void close() {
        form.uploads.close();
    }

    @Test
    void keepsTheKnownFieldsAndTheFirstFile() throws IOException {
        String body = part("model", "m") + part("file", "one") + part("languages[]", "en") + part("file", "two");
        AudioForm.Received received = read(body);
        try (Upload upload = received.upload()) {
            assertThat(upload.path()).hasContent("one");
            assertThat(received.fields().text("model")).contains("m");
            assertThat(received.fields().list("languages")).containsExactly("en");
        }
        assertThat(files()).isZero();
    }

    @Test
    void passesOverPartsOfUnknownNames() {
        String body = part("bogus", "b".repeat(HALF))
                + part("bogus[]", "b".repeat(HALF))
                + part("model", "m")
                + part("bogus[key]", "b".repeat(HALF))
                + part("file", "one");
        AudioForm.Received received = read(body);
        received.upload().close();
        assertThat(received.fields().text("model")).contains("m");
        assertThat(received.fields().list("bogus")).isEmpty();
        assertThat(received.fields().object("bogus")).isEmpty();
    }

    @Test
    void refusesTooMuchTextOfAllFieldsTogether() throws IOException {
        String body = part("file", "one") + part("keywords[]", "k".repeat(HALF)) + part("keywords[]", "k".repeat(HALF));
        read(body).upload().close();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(body + part("model", "m")))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(400))
                .satisfies(problem -> assertThat(problem.message().key()).isEqualTo("form.text-too-large"));
        assertThat(files()).isZero();
    }

    /** A file over the limit makes a body over its limit: the file is the reason. */
    @Test
    void namesTheFileWhereTheRestOfTheBodyCannotBeRead() {
        byte[] body = part("file", "f".repeat(1001)).getBytes(StandardCharsets.UTF_8);
        InputStream limited = new SequenceInputStream(new ByteArrayInputStream(body), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(Problem.of(413, "body.too-large"));
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> form.read(limited, "multipart/form-data; boundary=cut"))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("file.too-large"));
    }

    @Test
    void keepsOnlyTheBeginningOfReferences() {
        String reference = part("known_speaker_references[]", "data:" + "A".repeat(HALF));
        AudioForm.Received received = read(part("file", "one") + reference + reference + reference);
        received.upload().close();
        assertThat(received.fields().list("known_speaker_references"))
                .hasSize(3)
                .allSatisfy(text -> assertThat(text).startsWith("data:").hasSizeLessThan(100));
    }

    @Test
    void aTextHasTheCharsetOfItsPart() {
        String latin = "--cut\r\nContent-Disposition: form-data; name=prompt\r\nContent-Type: text/plain; charset=%s"
                + "\r\n\r\nEscriba\r\n";
        AudioForm.Received received = read(part("file", "one") + latin.formatted("ISO-8859-1"));
        received.upload().close();
        assertThat(received.fields().text("prompt")).contains("Escriba");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(part("file", "one") + latin.formatted("x-none")))
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("prompt"));
    }

    @Test
    void anEmptyFormMissesTheFile() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(""))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("file.missing"));
    }

    private AudioForm.Received read(String parts) {
        byte[] body = (parts + "--cut--\r\n").getBytes(StandardCharsets.UTF_8);
        return form.read(new ByteArrayInputStream(body), "multipart/form-data; boundary=cut");
    }

    private static String part(String name, String content) {
        return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("uploads"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .count();
        }
    }
}
