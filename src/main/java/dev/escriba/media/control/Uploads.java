package dev.escriba.media.control;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.control.DiskFailures;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
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
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Receives uploads into private temporary files. At the next start, it deletes the files that a killed process left.
 */
@ApplicationScoped
public class Uploads {

    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);

    private long maxBytes;
    private UploadDirectory directory;

    protected Uploads() {}

    @Inject
    public Uploads(DataDirectory data, MediaSettings settings) {
        maxBytes = settings.maxFileBytes();
        try {
            directory = new UploadDirectory(data.directory("uploads"));
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for uploads cannot be used", e);
        }
    }

    /**
     * Reads content to its end into a new file. Reads at most one byte beyond the limit. Keeps no file when it fails.
     *
     * @param clientFileName may be null
     * @throws Problem 400 when the content is empty or too large; 503 when it cannot be stored
     * @throws UncheckedIOException when reading fails
     */
    public Upload receive(InputStream content, String clientFileName) {
        Path file = null;
        boolean received = false;
        try {
            file = newFile();
            MessageDigest digest = sha256();
            long size = copy(new DigestInputStream(content, digest), file);
            Upload upload = new Upload(file, size, clientFileName)
                    .withSha256(HexFormat.of().formatHex(digest.digest()));
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

    private Path newFile() {
        try {
            return directory.newFile();
        } catch (IOException e) {
            throw cannotStore(e);
        }
    }

    private static Problem cannotStore(IOException e) {
        return DiskFailures.of("An upload cannot be stored", e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private long copy(InputStream content, Path file) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream target = open(file)) {
            int wanted = wanted(size, buffer);
            for (int n = content.read(buffer, 0, wanted); n >= 0; n = content.read(buffer, 0, wanted)) {
                size += n;
                if (size > maxBytes) {
                    throw Problem.invalid("File", "file.too-large", megabytes());
                }
                store(buffer, n, target);
                wanted = wanted(size, buffer);
            }
        }
        if (size == 0) {
            throw Problem.invalid("File", "file.empty");
        }
        return size;
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw cannotStore(e);
        }
    }

    private static void store(byte[] buffer, int count, OutputStream target) {
        try {
            target.write(buffer, 0, count);
        } catch (IOException e) {
            throw cannotStore(e);
        }
    }

    /** One byte more than the limit is enough to notice that the limit is exceeded. */
    private int wanted(long size, byte[] buffer) {
        return (int) Math.min(buffer.length, maxBytes - size + 1);
    }

    private BigDecimal megabytes() {
        return BigDecimal.valueOf(maxBytes).divide(MEGABYTE, 3, RoundingMode.DOWN);
    }

    /** Has the bean made, and so leftovers deleted, when the application starts and not with its first request. */
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
