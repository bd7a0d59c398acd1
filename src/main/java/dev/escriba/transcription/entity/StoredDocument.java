package dev.escriba.transcription.entity;

import dev.escriba.media.entity.Peaks;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Base64;
import java.util.UUID;

/** The segments and the peaks of a stored transcript. They are read only while the instance has its transcript. */
@Entity
@Table(name = "transcript_document")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(name = StoredDocument.FORGET, query = "delete from StoredDocument d where d.instanceId in :instances")
@NamedQuery(
        name = StoredDocument.DOCUMENT,
        query = "select d.document from StoredDocument d, Instance i"
                + " where d.instanceId = :instance and i.id = d.instanceId and i.transcriptStoredAt is not null")
@NamedQuery(
        name = StoredDocument.PEAKS,
        query = "select d.peaks, d.peakMillis from StoredDocument d, Instance i"
                + " where d.instanceId = :instance and i.id = d.instanceId and i.transcriptStoredAt is not null")
public class StoredDocument {

    public static final String FORGET = "StoredDocument.forget";
    public static final String DOCUMENT = "StoredDocument.document";
    public static final String PEAKS = "StoredDocument.peaks";

    /** The size of the column. */
    public static final int MAX_CHARACTERS = 10_000_000;

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    private String document;

    private String peaks;

    @Column(name = "peak_millis")
    private int peakMillis;

    protected StoredDocument() {}

    /**
     * Makes a row.
     *
     * @param document of at most {@link #MAX_CHARACTERS}
     */
    public StoredDocument(UUID instance, String document, Peaks peaks) {
        this.instanceId = instance.toString();
        this.document = document;
        this.peaks = Base64.getEncoder().encodeToString(peaks.numbers());
        this.peakMillis = peaks.millis();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredDocument stored && instanceId.equals(stored.instanceId);
    }

    @Override
    public int hashCode() {
        return instanceId.hashCode();
    }
}
