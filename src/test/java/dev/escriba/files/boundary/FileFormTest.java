package dev.escriba.files.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFormTest {

    @TempDir
    Path root;

    private final FileForm form = new FileForm();

    @BeforeEach
    void open() {
        form.uploads = new Uploads(
                new DataDirectory(new StorageSettings(root)), MediaFixture.settings("max-file-bytes", "1000"));
    }

    @AfterEach
    void close() {
        form.uploads.close();
    }

    @Test
    void ofSeveralPartsTheFirstCountsWhateverTheOthersHold() {
        String large = "x".repeat(5_000);
        try (Upload upload = read(part("other", large) + part("FORMFILE", "one") + part("formFile", large))) {
            assertThat(upload.path()).hasContent("one");
        }
    }

    @Test
    void aFileIsRefusedByTheNameOfItsPart() {
        refuses(part("formFile", "x".repeat(1_001)), "file.too-large");
        refuses(part("formFile", "") + part("formFile", "two"), "file.empty");
        refuses(part("File", "one"), "file.missing");
        refuses("", "file.missing");
    }

    private void refuses(String parts, String kind) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(parts).close())
                .satisfies(problem -> assertThat(problem.errors()).containsOnlyKeys("formFile"))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private Upload read(String parts) {
        byte[] body = (parts + "--cut--\r\n").getBytes(StandardCharsets.UTF_8);
        return form.read(new ByteArrayInputStream(body), "multipart/form-data; boundary=cut");
    }

    private static String part(String name, String content) {
        return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a\"\r\n\r\n" + content
                + "\r\n";
    }
}
