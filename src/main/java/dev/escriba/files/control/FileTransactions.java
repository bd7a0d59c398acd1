package dev.escriba.files.control;

import dev.escriba.files.entity.StoredFile;
import dev.escriba.files.entity.StoredFilePart;
import dev.escriba.schema.control.FreeRows;
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

    /** The number of old files that one query returns. */
    private static final int BATCH = 20;

    /** A file counts as this many bytes at least, so that the limits of bytes limit the number of files too. */
    static final int MIN_CHARGED = 1 << 16;

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
        String sum = "select coalesce(sum(greatest(f.file_bytes, " + MIN_CHARGED + ")), 0) from stored_file f";
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

    /** The file with this id, if it was stored after that instant. */
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

    /** Makes a file expire: no caller finds it from now on, and a purge deletes its rows. */
    @Transactional
    public void expire(String id) {
        entities.createNamedQuery(StoredFile.EXPIRE)
                .setParameter("id", id)
                .setParameter("past", Instant.EPOCH)
                .executeUpdate();
    }

    /** Some files that were stored before that instant, the oldest first. */
    @Transactional
    public List<StoredFile> old(Instant oldest) {
        return entities.createNamedQuery(StoredFile.OLD, StoredFile.class)
                .setParameter("oldest", oldest)
                .setMaxResults(BATCH)
                .getResultList();
    }

    /** Deletes a part of an old file. Returns false, and does nothing, where another transaction has the file. */
    @Transactional
    public boolean deletePart(String id, int number) {
        boolean locked = lock(id);
        if (locked) {
            entities.createNamedQuery(StoredFilePart.FORGET)
                    .setParameter("file", id)
                    .setParameter("number", number)
                    .executeUpdate();
        }
        return locked;
    }

    /** Deletes an old file that has no parts any more. Returns as {@link #deletePart}. */
    @Transactional
    public boolean deleteRow(String id) {
        boolean locked = lock(id);
        if (locked) {
            entities.createNamedQuery(StoredFile.FORGET).setParameter("id", id).executeUpdate();
        }
        return locked;
    }

    private boolean lock(String id) {
        return !FreeRows.lock(entities, "select f.id from stored_file f where f.id = ?1", id)
                .isEmpty();
    }
}
