package dev.escriba.security.entity;

import java.util.Set;

/** The roles that the deployment descriptor declares; names as there. */
public final class Role {

    /** May transcribe, see the models, and read what it executed itself. */
    public static final String TRANSCRIBER = "transcriber";

    /** May read what was executed and what it cost. */
    public static final String AUDITOR = "auditor";

    /** May do everything. */
    public static final String ADMINISTRATOR = "administrator";

    /** May read what was executed; half of an auditor, for keys. */
    public static final String INSTANCES_READER = "instances-reader";

    /** May read what was used and what it cost; the other half, for keys. */
    public static final String USAGE_READER = "usage-reader";

    /** May read the metrics, and nothing else; for keys of what watches the service. */
    public static final String METRICS_READER = "metrics-reader";

    /** Those that a sign-on can give. */
    public static final Set<String> OF_PEOPLE = Set.of(TRANSCRIBER, AUDITOR, ADMINISTRATOR);

    private Role() {}
}
