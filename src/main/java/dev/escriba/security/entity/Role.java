package dev.escriba.security.entity;

import java.util.Set;

/** The roles of the deployment descriptor, by the same names. */
public final class Role {

    /** Transcribes, lists the models, and reads its own instances. */
    public static final String TRANSCRIBER = "transcriber";

    /** Reads instances, usage and costs. */
    public static final String AUDITOR = "auditor";

    /** Has every permission. */
    public static final String ADMINISTRATOR = "administrator";

    /** Reads instances. For keys: one half of an auditor. */
    public static final String INSTANCES_READER = "instances-reader";

    /** Cancels instances of its account. For keys. */
    public static final String INSTANCES_WRITER = "instances-writer";

    /** Reads usage and costs. For keys: the other half of an auditor. */
    public static final String USAGE_READER = "usage-reader";

    /** Reads the metrics and nothing else. For the keys of monitoring systems. */
    public static final String METRICS_READER = "metrics-reader";

    /** Changes the catalogue of models and their prices. */
    public static final String MODELS_WRITER = "models-writer";

    /** Manages the webhooks of its account. For keys. */
    public static final String WEBHOOKS_MANAGER = "webhooks-manager";

    /** Uploads, reads and deletes files of its account. For keys, and for people who are transcribers. */
    public static final String FILES_USER = "files-user";

    /** The roles that a sign-on can assign to people. */
    public static final Set<String> OF_PEOPLE = Set.of(TRANSCRIBER, AUDITOR, ADMINISTRATOR);

    private Role() {}
}
