package dev.escriba.transcription.queue;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.control.DiskFailures;
import dev.escriba.schema.control.PartStream;
import dev.escriba.security.control.Sealing;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.PrivateFiles;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.entity.QueuedAudio;
import dev.escriba.transcription.entity.QueuedRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The audio of queued runs: sealed parts of at most 1 MiB, in a file of the data directory, or in rows of the database.
 * The runs whose audio is in a data directory can be claimed by that node alone.
 */
@ApplicationScoped
public class WaitingAudio {

    private static final Logger LOG = Logger.getLogger(WaitingAudio.class.getName());

    /** With its seal, a part is as large as a row may be. */
    private static final int PART_BYTES = QueuedAudio.MAX_BYTES - Sealing.OVERHEAD_BYTES;

    private static final String DIRECTORY = "waiting";

    @Inject
    Sealing sealing;

    @Inject
    DataDirectory data;

    @Inject
    QueueSettings settings;

    @Inject
    AudioRows rows;

    /** The rows of the database; each step is a transaction, or part of one. */
    @ApplicationScoped
    public static class AudioRows {

        @PersistenceContext
        EntityManager entities;

        protected AudioRows() {}

        /** For use without a container. */
        public AudioRows(EntityManager entities) {
            this.entities = entities;
        }

        /** Stores a part in the transaction of the caller, and forgets it in memory. */
        @Transactional(Transactional.TxType.MANDATORY)
        public void store(UUID instance, int number, byte[] encrypted) {
            QueuedAudio part = new QueuedAudio(instance, number, encrypted);
            entities.persist(part);
            entities.flush();
            entities.detach(part);
        }

        @Transactional
        public Optional<byte[]> part(UUID instance, int number) {
            return entities
                    .createNamedQuery(QueuedAudio.PART, byte[].class)
                    .setParameter("instance", instance.toString())
                    .setParameter("part", number)
                    .getResultList()
                    .stream()
                    .findFirst();
        }

        /** The runs whose audio a keeper has. */
        @Transactional
        public List<UUID> keptBy(String keeper) {
            return entities
                    .createNamedQuery(QueuedRun.KEPT_BY, String.class)
                    .setParameter("keeper", keeper)
                    .getResultList()
                    .stream()
                    .map(UUID::fromString)
                    .toList();
        }
    }

    /** The keeper of the audio of the next run that is accepted. */
    String keeper() {
        return settings.audioInDatabase() ? QueuedRun.DATABASE : data.node();
    }

    /** The keepers whose audio this node can read. */
    List<String> readable() {
        return List.of(QueuedRun.DATABASE, data.node());
    }

    /** Stores the audio in the data directory, unless it belongs in the database. Call it before the transaction. */
    void storeFile(UUID instance, Upload upload) {
        if (settings.audioInDatabase()) {
            return;
        }
        Path file = file(instance);
        boolean isWhole = false;
        try (FileChannel channel = PrivateFiles.open(file);
                DataOutputStream target = new DataOutputStream(Channels.newOutputStream(channel))) {
            parts(instance, upload, encrypted -> {
                try {
                    target.writeInt(encrypted.length);
                    target.write(encrypted);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            target.flush();
            // the file must be on the disk before the client learns that the run exists
            channel.force(true);
            isWhole = true;
        } catch (IOException e) {
            throw DiskFailures.of("The audio of a queued run cannot be stored", e);
        } catch (UncheckedIOException e) {
            throw DiskFailures.of("The audio of a queued run cannot be stored", e.getCause());
        } finally {
            if (!isWhole) {
                forgetFile(instance);
            }
        }
    }

    /** Stores the audio in the database, if it belongs there. Call it in the transaction that stores the run. */
    void storeRows(UUID instance, Upload upload) {
        if (settings.audioInDatabase()) {
            List<Integer> count = new ArrayList<>();
            parts(instance, upload, encrypted -> {
                rows.store(instance, count.size(), encrypted);
                count.add(encrypted.length);
            });
        }
    }

    private void parts(UUID instance, Upload upload, Consumer<byte[]> target) {
        byte[] plain = new byte[PART_BYTES];
        try (InputStream content = Files.newInputStream(upload.path())) {
            int number = 0;
            for (int n = content.readNBytes(plain, 0, plain.length);
                    n > 0;
                    n = content.readNBytes(plain, 0, plain.length)) {
                target.accept(sealing.seal(context(instance, number), plain, n));
                number++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an upload cannot be read", e);
        }
    }

    /**
     * Opens the audio of a run. One part at a time is in memory.
     *
     * @throws IllegalStateException while it is read, if it cannot be unsealed
     * @throws IOException if this node does not have it
     */
    InputStream open(UUID instance, String keeper) throws IOException {
        if (keeper.equals(QueuedRun.DATABASE)) {
            return new PartStream(number ->
                    rows.part(instance, number).map(encrypted -> sealing.open(context(instance, number), encrypted)));
        }
        DataInputStream file = new DataInputStream(Files.newInputStream(file(instance)));
        return new PartStream(
                number -> next(file).map(encrypted -> sealing.open(context(instance, number), encrypted))) {
            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    private static Optional<byte[]> next(DataInputStream file) throws IOException {
        int length;
        try {
            length = file.readInt();
        } catch (EOFException end) {
            return Optional.empty();
        }
        if (length < 0 || length > QueuedAudio.MAX_BYTES) {
            throw new IOException("the audio of a run is damaged");
        }
        byte[] encrypted = new byte[length];
        file.readFully(encrypted);
        return Optional.of(encrypted);
    }

    /** A sealed part can only be opened for its run and its position. */
    private static String context(UUID instance, int number) {
        return "audio " + instance + " " + number;
    }

    /**
     * Deletes the file of a run, if there is one. A failure is only logged: the state of the run is stored by then, and
     * the next sweep tries again.
     *
     * @return whether a file was deleted
     */
    boolean forgetFile(UUID instance) {
        try {
            return Files.deleteIfExists(file(instance));
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The audio of execution " + instance + " cannot be deleted yet");
            return false;
        }
    }

    /**
     * Deletes the files of runs that have ended, or that were never stored.
     *
     * @param arriving runs that are being accepted
     * @return the number of deleted files
     */
    int sweep(Set<UUID> arriving) {
        // the files come first: the run of a file that is written later may be stored after the query
        List<UUID> files = files();
        Set<UUID> before = Set.copyOf(arriving);
        if (files.isEmpty()) {
            return 0;
        }
        Set<UUID> kept = Set.copyOf(rows.keptBy(data.node()));
        List<UUID> left = files.stream()
                .filter(file -> !kept.contains(file) && !before.contains(file))
                .toList();
        return (int) left.stream().filter(this::forgetFile).count();
    }

    private List<UUID> files() {
        try (Stream<Path> files = Files.list(data.directory(DIRECTORY))) {
            return files.flatMap(file -> run(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run that a file is named after; empty if the file is not named after a run. */
    private static Optional<UUID> run(Path file) {
        String name = file.getFileName().toString();
        try {
            return Optional.of(UUID.fromString(name)).filter(id -> id.toString().equals(name));
        } catch (IllegalArgumentException stray) {
            return Optional.empty();
        }
    }

    private Path file(UUID instance) {
        return data.directory(DIRECTORY).resolve(instance.toString());
    }
}
