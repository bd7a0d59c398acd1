package dev.escriba.security.entity;

/** The roles that the deployment descriptor declares; names as there. */
public final class Role {

    /** May transcribe and see the models. */
    public static final String TRANSCRIBER = "transcriber";

    /** May read what was executed and what it cost. */
    public static final String AUDITOR = "auditor";

    /** May do everything. */
    public static final String ADMINISTRATOR = "administrator";

    private Role() {}
}
