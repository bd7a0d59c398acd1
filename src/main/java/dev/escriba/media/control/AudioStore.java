package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.problem.entity.Problem;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps decoded audio, so that no decoder runs while its run waits for something. At the next start, it deletes the
 * files that a killed process left.
 */
@ApplicationScoped
public class AudioStore implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AudioStore.class.getName());

    private static final Duration RETRY = Duration.ofSeconds(60);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private UploadDirectory directory;
    private KeptBytes bytes;

    /** No warning before this nanosecond. */
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

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

    /** With parts that the caller has made. */
    AudioStore(UploadDirectory directory, KeptBytes bytes) {
        this.directory = directory;
        this.bytes = bytes;
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
            warn(e);
            Problem problem = Problem.noRoom(RETRY);
            problem.initCause(e);
            throw problem;
        } finally {
            if (!isWhole) {
                kept.close();
            }
        }
    }

    /**
     * Decodes the whole recording to find its channels. In the same pass it keeps them, where they have to be
     * recognised one by one and there is room.
     *
     * @param watch the stream of the decoder is read through this
     * @throws Problem as {@link MediaDecoder#channels} does
     * @throws InterruptedException when the thread is interrupted
     */
    public KeptChannels channels(MediaDecoder decoder, OpenRecording opened, UnaryOperator<PcmStream> watch)
            throws InterruptedException {
        Recording recording = opened.recording();
        KeptAudio kept = new KeptAudio(
                directory,
                bytes.modestShare(recording.upload().account()),
                Channels.of(recording.facts()).count());
        boolean isKept = false;
        try {
            ChannelKeeper keeper = new ChannelKeeper(kept);
            ChannelContents contents = decoder.channels(opened, keeper, watch);
            isKept = !contents.separate().isEmpty() && keeper.complete();
            return new KeptChannels(contents, isKept ? Optional.of(kept) : Optional.empty());
        } finally {
            if (!isKept) {
                kept.close();
            }
        }
    }

    /** Warns once a minute: a full disk fails every run. */
    private void warn(IOException e) {
        long now = System.nanoTime();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + BETWEEN_WARNINGS.toNanos())) {
            LOG.log(Level.WARNING, "Decoded audio cannot be kept; is the disk full?", e);
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
