package dev.escriba.security.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Recognises the pepper of a database without storing it: the row holds a digest of a fixed text. */
@Entity
@Table(name = "pepper_check")
public class PepperCheck {

    public static final int ID = 1;

    private static final String TEXT = "escriba: the pepper of this database";

    @Id
    private int id;

    private String seal;

    protected PepperCheck() {}

    public PepperCheck(Pepper pepper) {
        this.id = ID;
        this.seal = pepper.seal(TEXT);
    }

    /** Another pepper is in use from now on. */
    public void replace(Pepper pepper) {
        seal = pepper.seal(TEXT);
    }

    public boolean isOf(Pepper pepper) {
        return Pepper.same(seal, pepper.seal(TEXT));
    }
}
