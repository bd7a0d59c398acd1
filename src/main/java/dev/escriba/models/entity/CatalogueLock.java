package dev.escriba.models.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The row that a writer of the catalogue locks, so that one writer at a time works. */
@Entity
@Table(name = "ai_model_writer")
@SuppressWarnings("UnusedVariable") // the provider reads and writes the column
public class CatalogueLock {

    /** The id of the only row. */
    public static final int ID = 1;

    @Id
    private int id;

    protected CatalogueLock() {}
}
