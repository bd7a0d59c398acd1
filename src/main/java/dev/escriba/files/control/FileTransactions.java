package dev.escriba.files.control;

import dev.escriba.files.entity.StoredFile;
import dev.escriba.files.entity.StoredFilePart;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The database operations of {@link StoredFiles}; each is a short transaction. */
@ApplicationScoped
public class FileTransactions {

    /** Files of a batch that is purged: some have many parts. */
    private static final int BATCH = 20;

    /** A file counts as this many bytes at least, so that the limits of bytes limit the number of files too. */
    static final int LEAST_CHARGED = 1 << 16;

    @PersistenceContext
    EntityManager entities;

    protected FileTransactions() {}

    /** For use without a container. */
    public FileTransactions(EntityManager entities) {
        this.entities = entities;
    }

    /** Provides the sealed parts of a file, in their order. */
    interface Parts {
        byte[] next() throws IOException;
    }

    /** The bytes that count for an account, and for all accounts together. */
    record Kept(long ofAccount, long all) {}

    @Transactional
    public Kept kept(String account) {
        String sum = "select coalesce(sum(greatest(f.file_bytes, " + LEAST_CHARGED + ")), 0) from stored_file f";
        Object ofAccount = entities.createNativeQuery(sum + " where f.account_id = ?1")
                .setParameter(1, account)
                .getSingleResult();
        Object all = entities.createNativeQuery(sum).getSingleResult();
        return new Kept(((Number) ofAccount).longValue(), ((Number) all).longValue());
    }

    /** Stores a file with its parts: all of it or nothing. One part is in memory at a time. */
    @Transactional(rollbackOn = IOException.class)
    public void store(StoredFile file, Parts parts) throws IOException {
        entities.persist(file);
        entities.flush();
        for (int number = 0; number < file.parts(); number++) {
            entities.persist(new StoredFilePart(file.id(), number, parts.next()));
            entities.flush();
            entities.clear();
        }
    }

    /** The file with this id, if it is not older than that. */
    @Transactional
    public Optional<StoredFile> find(UUID id, Instant oldest) {
        return Optional.ofNullable(entities.find(StoredFile.class, id.toString()))
                .filter(file -> file.createdAt().isAfter(oldest));
    }

    /** A sealed part; empty if the file was deleted meanwhile. */
    @Transactional
    public Optional<byte[]> part(String file, int number) {
        return entities
                .createNamedQuery(StoredFilePart.CONTENT, byte[].class)
                .setParameter("file", file)
                .setParameter("number", number)
                .getResultList()
                .stream()
                .findFirst();
    }

    @Transactional
    public void delete(List<String> ids) {
        entities.createNamedQuery(StoredFilePart.FORGET)
                .setParameter("files", ids)
                .executeUpdate();
        entities.createNamedQuery(StoredFile.FORGET).setParameter("ids", ids).executeUpdate();
    }

    /** Deletes one batch of old files, without those that are locked. Returns how many. */
    @Transactional
    public int purge(Instant oldest) {
        List<String> old = FreeRows.lock(
                        entities,
                        "select f.id from stored_file f where f.created_at <= ?1 order by f.created_at, f.id"
                                + " fetch first " + BATCH + " rows only",
                        InstantMicros.micros(oldest))
                .stream()
                .map(String::valueOf)
                .toList();
        if (!old.isEmpty()) {
            delete(old);
        }
        return old.size();
    }
}
