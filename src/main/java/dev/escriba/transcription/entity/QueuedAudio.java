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

/** A part of the sealed audio of a queued run. */
@Entity
@IdClass(QueuedAudio.Key.class)
@Table(name = "queued_audio")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(
        name = QueuedAudio.PART,
        query = "select a.content from QueuedAudio a where a.instanceId = :instance and a.partNumber = :part")
@NamedQuery(name = QueuedAudio.FORGET, query = "delete from QueuedAudio a where a.instanceId = :instance")
public class QueuedAudio {

    public static final String PART = "QueuedAudio.part";
    public static final String FORGET = "QueuedAudio.forget";

    /** The size of a row. */
    public static final int MAX_BYTES = 1 << 20;

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Id
    @Column(name = "part_number")
    private int partNumber;

    private byte[] content;

    protected QueuedAudio() {}

    /**
     * A part.
     *
     * @param content at most {@link #MAX_BYTES}; it is not copied
     */
    public QueuedAudio(UUID instance, int partNumber, byte[] content) {
        this.instanceId = instance.toString();
        this.partNumber = partNumber;
        this.content = content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueuedAudio part && instanceId.equals(part.instanceId) && partNumber == part.partNumber;
    }

    @Override
    public int hashCode() {
        return Objects.hash(instanceId, partNumber);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String instanceId;
        private int partNumber;

        public Key() {}

        public Key(String instanceId, int partNumber) {
            this.instanceId = instanceId;
            this.partNumber = partNumber;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(instanceId, key.instanceId)
                    && partNumber == key.partNumber;
        }

        @Override
        public int hashCode() {
            return Objects.hash(instanceId, partNumber);
        }
    }
}
