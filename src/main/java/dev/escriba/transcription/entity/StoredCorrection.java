package dev.escriba.transcription.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A stored correction of a segment. It is read only while the instance has its transcript. */
@Entity
@Table(name = "transcript_correction")
@NamedQuery(name = StoredCorrection.FORGET, query = "delete from StoredCorrection c where c.instanceId in :instances")
@NamedQuery(
        name = StoredCorrection.UNDO,
        query = "delete from StoredCorrection c where c.instanceId = :instance and c.segment = :segment")
@NamedQuery(
        name = StoredCorrection.OF_INSTANCE,
        query = "select c from StoredCorrection c, Instance i"
                + " where c.instanceId = :instance and i.id = c.instanceId and i.transcriptStoredAt is not null")
@NamedQuery(
        name = StoredCorrection.OF_SEGMENT,
        query = "select c from StoredCorrection c where c.instanceId = :instance and c.segment = :segment")
public class StoredCorrection {

    public static final String FORGET = "StoredCorrection.forget";
    public static final String UNDO = "StoredCorrection.undo";
    public static final String OF_INSTANCE = "StoredCorrection.ofInstance";
    public static final String OF_SEGMENT = "StoredCorrection.ofSegment";

    @Id
    private String id;

    @Column(name = "instance_id")
    private String instanceId;

    private int segment;

    private String text;

    private String author;

    @Column(name = "corrected_at")
    @Convert(converter = InstantMicros.class)
    private Instant correctedAt;

    protected StoredCorrection() {}

    public StoredCorrection(UUID instance, Correction correction) {
        this.id = UUID.randomUUID().toString();
        this.instanceId = instance.toString();
        this.segment = correction.segment();
        replace(correction);
    }

    /** Takes the text, the author and the time of a later correction of the same segment. */
    public final void replace(Correction later) {
        text = later.text();
        author = later.author();
        correctedAt = later.at();
    }

    public Correction correction() {
        return new Correction(segment, text, author, correctedAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredCorrection stored && id.equals(stored.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
