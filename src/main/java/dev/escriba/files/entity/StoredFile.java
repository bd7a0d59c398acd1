package dev.escriba.files.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A recording that was uploaded. Its content is in parts. */
@Entity
@Table(name = "stored_file")
@NamedQuery(
        name = StoredFile.OLD,
        query = "select f from StoredFile f where f.createdAt <= :oldest order by f.createdAt, f.id")
@NamedQuery(name = StoredFile.EXPIRE, query = "update StoredFile f set f.createdAt = :past where f.id = :id")
@NamedQuery(name = StoredFile.FORGET, query = "delete from StoredFile f where f.id = :id")
public class StoredFile {

    public static final String OLD = "StoredFile.old";
    public static final String EXPIRE = "StoredFile.expire";
    public static final String FORGET = "StoredFile.forget";

    /** Bytes of a part before it is sealed. A sealed part has less than 1 MiB, the maximum of a column of H2. */
    public static final int PART_BYTES = (1 << 20) - 64;

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String caller;

    @Column(name = "sealed_name")
    private String sealedName;

    @Column(name = "file_bytes")
    private long bytes;

    private int parts;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    protected StoredFile() {}

    /**
     * A file, without its content.
     *
     * @param caller name of the credential that uploads it
     * @param sealedName the client's name for the file, sealed, in Base64
     */
    public StoredFile(UUID id, String accountId, String caller, String sealedName, long bytes, Instant createdAt) {
        this.id = id.toString();
        this.accountId = accountId;
        this.caller = caller;
        this.sealedName = sealedName;
        this.bytes = bytes;
        this.parts = (int) ((bytes + PART_BYTES - 1) / PART_BYTES);
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public String accountId() {
        return accountId;
    }

    /** Name of the credential that uploaded it. */
    public String caller() {
        return caller;
    }

    public String sealedName() {
        return sealedName;
    }

    public long bytes() {
        return bytes;
    }

    /** The number of parts. */
    public int parts() {
        return parts;
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredFile file && id.equals(file.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
