package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.web.control.RequestBody;
import jakarta.validation.Validator;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptionFormTest {

    private static final String LARGE = "x".repeat(5_000);

    @TempDir
    Path root;

    private final TranscriptionForm form = new TranscriptionForm();

    @BeforeEach
    void open() {
        form.uploads = new Uploads(
                new DataDirectory(new StorageSettings(root)), MediaFixture.settings("max-file-bytes", "1000"));
        form.settings = Configured.read(TranscriptionSettings::read);
        // the constraints have tests of their own
        form.validator = (Validator) Proxy.newProxyInstance(
                Validator.class.getClassLoader(), new Class<?>[] {Validator.class}, (self, called, given) -> Set.of());
    }

    @AfterEach
    void close() {
        form.uploads.close();
    }

    @Test
    void theErrorsOfAllFieldsAreToldTogether() throws IOException {
        assertThat(errors(part("ModelId", "x") + part("File", LARGE) + part("Prompt", LARGE)))
                .isEqualTo(Map.of("ModelId", "model-id.invalid", "File", "file.too-large", "Prompt", "text.too-long"));
        assertThat(errors(part("Channel", "a\nb"))).containsOnlyKeys("File", "Channel");
        assertThat(errors("")).isEqualTo(Map.of("File", "file.missing"));
    }

    @Test
    void theLimitOfAFileIsThatOfThisPartAlone() throws IOException {
        String body = part("other", LARGE) + part("file", "one") + part("File", LARGE) + part("File", "");
        try (Upload upload = read(body).upload()) {
            assertThat(upload.path()).hasContent("one");
        }
        assertThat(errors(part("File", "") + part("File", "two"))).isEqualTo(Map.of("File", "file.empty"));
        assertThat(errors(part("File", LARGE) + part("File", "two"))).isEqualTo(Map.of("File", "file.too-large"));
    }

    @Test
    void aBodyOverTheLimitIsRefusedForThePartThatIsTooLarge() throws IOException {
        assertThat(cut(part("ModelId", "x") + part("File", LARGE)))
                .isEqualTo(Map.of("ModelId", "model-id.invalid", "File", "file.too-large"));
        assertThat(cut(part("Prompt", LARGE) + part("File", LARGE)))
                .isEqualTo(Map.of("Prompt", "text.too-long", "File", "file.too-large"));
    }

    @Test
    void aBodyOverTheLimitBlamesNoFieldThatIsNotAtFault() throws IOException {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> cut(part("File", "one") + part("other", LARGE)))
                .withStackTraceContaining(RequestBody.OVER_LIMIT);
        assertThat(files()).isZero();
    }

    @Test
    void aTextHasTheCharsetOfItsPart() throws IOException {
        String prompt = "--cut\r\nContent-Disposition: form-data; name=prompt\r\nContent-Type: text/plain; charset=%s"
                + "\r\n\r\nEscriba\r\n";
        TranscriptionForm.Received received = read(part("File", "one") + prompt.formatted("iso-8859-1"));
        received.upload().close();
        assertThat(received.command().prompt()).isEqualTo("Escriba");
        assertThat(errors(part("File", "one") + prompt.formatted("x-none") + part("Prompt", "second")))
                .isEqualTo(Map.of("Prompt", "text.encoding"));
    }

    private Map<String, String> errors(String parts) throws IOException {
        return errors(new ByteArrayInputStream((parts + "--cut--\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The errors of a body that goes on and on. */
    private Map<String, String> cut(String parts) throws IOException {
        InputStream begin = new ByteArrayInputStream(parts.getBytes(StandardCharsets.UTF_8));
        return errors(new FilterInputStream(begin) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int n = super.read(target, offset, length);
                if (n < 0) {
                    throw new IOException(Problem.of(400, RequestBody.OVER_LIMIT, 1));
                }
                return n;
            }
        });
    }

    private Map<String, String> errors(InputStream body) throws IOException {
        try {
            read(body).upload().close();
            throw new AssertionError("nothing is wrong");
        } catch (Problem problem) {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(files()).isZero();
            return problem.errors().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, error -> key(error.getValue())));
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("uploads"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .count();
        }
    }

    private static String key(Message message) {
        return message.key();
    }

    private TranscriptionForm.Received read(String parts) {
        return read(new ByteArrayInputStream((parts + "--cut--\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    private TranscriptionForm.Received read(InputStream body) {
        return form.read(body, "multipart/form-data; boundary=cut", Culture.EN);
    }

    private static String part(String name, String content) {
        return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }
}
