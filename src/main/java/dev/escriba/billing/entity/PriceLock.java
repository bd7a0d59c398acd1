package dev.escriba.billing.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The row that a writer of prices locks, so that writers follow one another and nobody else waits. */
@Entity
@Table(name = "price_writer")
@SuppressWarnings("UnusedVariable") // the provider reads and writes the column
public class PriceLock {

    /** The id of the only row. */
    public static final int ID = 1;

    @Id
    private int id;

    protected PriceLock() {}
}
