package dev.escriba.media.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps decoded audio, so that no decoder runs while its run waits for something. At the next start, it deletes the
 * files that a killed process left.
 */
@ApplicationScoped
public class AudioStore implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AudioStore.class.getName());

    private UploadDirectory directory;
    private KeptBytes bytes;

    protected AudioStore() {}

    @Inject
    public AudioStore(DataDirectory data, MediaSettings settings) {
        bytes = new KeptBytes(settings.maxKeptBytes());
        try {
            directory = new UploadDirectory(data.directory("samples"));
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for samples cannot be used", e);
        }
    }

    /**
     * Reads audio to its end, closes it, and keeps it. When this method throws, nothing is kept.
     *
     * @param account the id of the account of the run
     * @throws Problem as reading does; 503 with a time to retry after where there is no room
     * @throws InterruptedException when the thread is interrupted
     */
    public KeptAudio keep(PcmStream audio, String account) throws InterruptedException {
        KeptAudio kept = new KeptAudio(directory, bytes.share(account), 1);
        boolean isWhole = false;
        try {
            copy(audio, kept);
            isWhole = true;
            return kept;
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "Decoded audio cannot be kept", e);
            Problem problem = Problem.unavailable();
            problem.initCause(e);
            throw problem;
        } finally {
            if (!isWhole) {
                kept.close();
            }
        }
    }

    private static void copy(PcmStream audio, KeptAudio kept) throws IOException, InterruptedException {
        float[] block = new float[SampleBlock.FRAMES];
        int filled = 0;
        try (audio) {
            for (int read = 0; read >= 0; read = audio.read(block, filled, block.length - filled)) {
                filled += read;
                if (filled == block.length) {
                    kept.append(block, filled);
                    filled = 0;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        if (filled > 0) {
            kept.append(block, filled);
        }
        kept.complete();
    }

    /** The bytes that are kept now. */
    public long used() {
        return bytes.used();
    }

    long most() {
        return bytes.most();
    }

    long refused() {
        return bytes.refused();
    }

    /** Has the bean made, and so leftovers deleted, when the application starts and not with its first run. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Deletes all samples that are left. */
    @Override
    @PreDestroy
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
