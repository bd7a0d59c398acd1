package dev.escriba.transcription.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/** A final segment of a queued run that runs. It is deleted when the run ends. */
@Entity
@IdClass(QueuedSegment.Key.class)
@Table(name = "queued_segment")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(
        name = QueuedSegment.AFTER,
        query = "select s.document from QueuedSegment s where s.instanceId = :instance and s.attempt = :attempt"
                + " and s.segmentNumber >= :first order by s.segmentNumber")
@NamedQuery(
        name = QueuedSegment.COUNT,
        query = "select count(s) from QueuedSegment s where s.instanceId = :instance and s.attempt = :attempt")
@NamedQuery(name = QueuedSegment.FORGET, query = "delete from QueuedSegment s where s.instanceId = :instance")
public class QueuedSegment {

    /** The documents of an attempt from a number on, in order. */
    public static final String AFTER = "QueuedSegment.after";

    /** The number of documents of an attempt. */
    public static final String COUNT = "QueuedSegment.count";

    public static final String FORGET = "QueuedSegment.forget";

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Id
    private int attempt;

    @Id
    @Column(name = "segment_number")
    private int segmentNumber;

    private String document;

    protected QueuedSegment() {}

    /**
     * A segment.
     *
     * @param segmentNumber within the attempt, from 0 on
     * @param document a document with this segment alone
     */
    public QueuedSegment(UUID instance, int attempt, int segmentNumber, String document) {
        this.instanceId = instance.toString();
        this.attempt = attempt;
        this.segmentNumber = segmentNumber;
        this.document = document;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueuedSegment segment
                && instanceId.equals(segment.instanceId)
                && attempt == segment.attempt
                && segmentNumber == segment.segmentNumber;
    }

    @Override
    public int hashCode() {
        return Objects.hash(instanceId, attempt, segmentNumber);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String instanceId;
        private int attempt;
        private int segmentNumber;

        public Key() {}

        public Key(String instanceId, int attempt, int segmentNumber) {
            this.instanceId = instanceId;
            this.attempt = attempt;
            this.segmentNumber = segmentNumber;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(instanceId, key.instanceId)
                    && attempt == key.attempt
                    && segmentNumber == key.segmentNumber;
        }

        @Override
        public int hashCode() {
            return Objects.hash(instanceId, attempt, segmentNumber);
        }
    }
}
