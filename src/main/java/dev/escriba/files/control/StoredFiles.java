package dev.escriba.files.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.files.entity.StoredFile;
import dev.escriba.media.control.Sniffer;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.schema.control.PartStream;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps uploaded recordings, sealed, for a limited time. */
@ApplicationScoped
public class StoredFiles {

    private static final Logger LOG = Logger.getLogger(StoredFiles.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

    private final AtomicBoolean warned = new AtomicBoolean();

    @Inject
    FileTransactions transactions;

    @Inject
    Sealing sealing;

    @Inject
    Sniffer sniffer;

    @Inject
    Uploads uploads;

    @Inject
    FileSettings settings;

    @Inject
    Schedule schedule;

    @Inject
    Clock clock;

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        schedule.every(FileSettings.RETENTION, PURGE_INTERVAL, PURGE_INTERVAL.dividedBy(10), this::purge);
    }

    void purge() {
        Instant oldest = oldest();
        long purged;
        do {
            purged = transactions.old(oldest).stream().filter(this::purge).count();
        } while (purged > 0);
    }

    /**
     * Deletes an expired file, each part in a transaction of its own: H2 needs memory for all rows that a
     * statement or a transaction deletes, with their content. If this ends early, a later purge goes on.
     *
     * @return false where another transaction has the file, or has deleted it
     */
    private boolean purge(StoredFile file) {
        for (int part = 0; part < file.parts(); part++) {
            if (!transactions.deletePart(file.id(), part)) {
                return false;
            }
        }
        return transactions.deleteRow(file.id());
    }

    /**
     * Stores an upload.
     *
     * @throws Problem 400 when the format is not accepted, 409 when the account keeps too much, 503 when all accounts
     *     together do
     */
    public StoredFile store(Caller caller, Upload upload) {
        sniffer.recognise(upload);
        requireRoom(caller.accountId(), upload.size());
        UUID id = UUID.randomUUID();
        byte[] name = upload.clientName().getBytes(StandardCharsets.UTF_8);
        StoredFile file = new StoredFile(
                id,
                caller.accountId(),
                caller.getName(),
                Base64.getEncoder().encodeToString(sealing.seal(contextOfName(id.toString()), name, name.length)),
                upload.size(),
                clock.instant());
        try (InputStream content = Files.newInputStream(upload.path())) {
            int[] number = {0};
            transactions.store(file, () -> {
                byte[] plain = content.readNBytes(StoredFile.PART_BYTES);
                return sealing.seal(context(file.id(), number[0]++), plain, plain.length);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Uploads at the same moment may together exceed a limit, by their own size at most. */
    private void requireRoom(String account, long bytes) {
        FileTransactions.Kept kept = transactions.kept(account);
        long charged = Math.max(bytes, FileTransactions.MIN_CHARGED);
        if (kept.ofAccount() + charged > settings.maxBytesPerAccount()) {
            throw Problem.of(409, "file.account-full", settings.maxBytesPerAccount() >> 20);
        }
        if (kept.all() + charged > settings.maxBytes()) {
            throw new Problem(503, Message.of("file.no-room"), Map.of(), Optional.of(RETRY_AFTER));
        }
    }

    /** The file with this id, if it is kept and belongs to the account of the caller. */
    public Optional<StoredFile> find(Caller caller, UUID id) {
        return transactions.find(id, oldest()).filter(file -> file.accountId().equals(caller.accountId()));
    }

    /**
     * The client's name for a file.
     *
     * @throws Problem 404 if it cannot be opened
     */
    public String name(StoredFile file) {
        byte[] name = open(contextOfName(file.id()), Base64.getDecoder().decode(file.sealedName()));
        return new String(name, StandardCharsets.UTF_8);
    }

    /**
     * The content of a file, which is read while the stream is read. The stream throws a {@link Problem} 404 if the
     * file was deleted meanwhile, or cannot be opened.
     */
    public InputStream content(StoredFile file) {
        return new PartStream(
                number -> number < file.parts() ? Optional.of(part(file.id(), number)) : Optional.empty());
    }

    private byte[] part(String id, int number) {
        return open(context(id, number), transactions.part(id, number).orElseThrow(StoredFiles::unknown));
    }

    /** A file that was sealed with a pepper that is lost counts as deleted. */
    private byte[] open(String context, byte[] sealed) {
        try {
            return sealing.open(context, sealed);
        } catch (IllegalStateException lost) {
            if (warned.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "Stored files cannot be opened, and count as unknown until they are deleted. If the pepper has"
                                + " changed, configure the earlier one too. The first: {0}: {1}",
                        new Object[] {context, lost.getMessage()});
            }
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.at("FileId", 404, "file.unknown");
    }

    /** A file as an upload. The caller closes it. */
    public Upload upload(StoredFile file) {
        return uploads.receive(content(file), name(file));
    }

    /** Deletes a file. Returns whether the account of the caller had one. */
    public boolean delete(Caller caller, UUID id) {
        Optional<StoredFile> file = find(caller, id);
        file.ifPresent(found -> {
            transactions.expire(found.id());
            purge(found);
        });
        return file.isPresent();
    }

    private Instant oldest() {
        return clock.instant().minus(settings.retention());
    }

    private static String context(String file, int number) {
        return "file " + file + " part " + number;
    }

    private static String contextOfName(String file) {
        return "file " + file + " name";
    }
}
