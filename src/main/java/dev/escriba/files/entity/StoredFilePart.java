package dev.escriba.files.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A sealed part of a file. */
@Entity
@IdClass(StoredFilePart.Key.class)
@Table(name = "stored_file_part")
@SuppressWarnings("UnusedVariable") // queries read the columns
@NamedQuery(
        name = StoredFilePart.CONTENT,
        query = "select p.content from StoredFilePart p where p.fileId = :file and p.number = :number")
@NamedQuery(
        name = StoredFilePart.FORGET,
        query = "delete from StoredFilePart p where p.fileId = :file and p.number = :number")
public class StoredFilePart {

    public static final String CONTENT = "StoredFilePart.content";
    public static final String FORGET = "StoredFilePart.forget";

    @Id
    @Column(name = "file_id")
    private String fileId;

    @Id
    @Column(name = "part_number")
    private int number;

    private byte[] content;

    protected StoredFilePart() {}

    /** @param number from 0 on */
    public StoredFilePart(String fileId, int number, byte[] content) {
        this.fileId = fileId;
        this.number = number;
        this.content = content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredFilePart part && fileId.equals(part.fileId) && number == part.number;
    }

    @Override
    public int hashCode() {
        return Objects.hash(fileId, number);
    }

    /** The primary key. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String fileId;
        private int number;

        protected Key() {}

        public Key(String fileId, int number) {
            this.fileId = fileId;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(fileId, key.fileId) && number == key.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(fileId, number);
        }
    }
}
