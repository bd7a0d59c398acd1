package dev.escriba.media.control;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.WrongSetting;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives uploads into private temporary files. At the next start, it deletes the files that a killed process left.
 */
@ApplicationScoped
public class Uploads {

    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);

    @Inject
    DataDirectory data;

    @Inject
    @ConfigProperty(name = "escriba.media.max-file-bytes", defaultValue = "26214400")
    long maxBytes;

    private UploadDirectory directory;

    protected Uploads() {}

    /** For use without a container. */
    public Uploads(DataDirectory data, long maxBytes) {
        this.data = data;
        this.maxBytes = maxBytes;
        open();
    }

    /**
     * Reads content to its end into a new file. Reads at most one byte beyond the limit. Keeps no file when it fails.
     *
     * @param clientFileName may be null
     * @throws Problem 400 when the content is empty or too large
     * @throws UncheckedIOException when reading or storing fails
     */
    public Upload receive(InputStream content, String clientFileName) {
        Path file = null;
        boolean received = false;
        try {
            file = directory.newFile();
            long size = copy(content, file);
            Upload upload = new Upload(file, size, clientFileName);
            received = true;
            return upload;
        } catch (IOException e) {
            throw new UncheckedIOException("an upload could not be received", e);
        } finally {
            if (file != null && !received) {
                new Upload(file, 0, null).close();
            }
        }
    }

    private long copy(InputStream content, Path file) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream target = Files.newOutputStream(file)) {
            int wanted = wanted(size, buffer);
            for (int n = content.read(buffer, 0, wanted); n >= 0; n = content.read(buffer, 0, wanted)) {
                size += n;
                if (size > maxBytes) {
                    throw Problem.invalid("File", "file.too-large", megabytes());
                }
                target.write(buffer, 0, n);
                wanted = wanted(size, buffer);
            }
        }
        if (size == 0) {
            throw Problem.invalid("File", "file.empty");
        }
        return size;
    }

    /** One byte more than the limit is enough to notice that the limit is exceeded. */
    private int wanted(long size, byte[] buffer) {
        return (int) Math.min(buffer.length, maxBytes - size + 1);
    }

    private BigDecimal megabytes() {
        return BigDecimal.valueOf(maxBytes).divide(MEGABYTE, 3, RoundingMode.DOWN);
    }

    @PostConstruct
    private void open() {
        if (maxBytes <= 0 || maxBytes == Long.MAX_VALUE) {
            throw WrongSetting.outOfRange("escriba.media.max-file-bytes", maxBytes, 1, Long.MAX_VALUE - 1);
        }
        try {
            directory = new UploadDirectory(data.directory("uploads"));
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for uploads cannot be used", e);
        }
    }

    /** Leftovers go, and a wrong configuration shows, when the service starts and not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Deletes all uploads that are left. */
    @PreDestroy
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
