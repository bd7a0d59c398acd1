package dev.escriba.reporting.entity;

import java.util.Arrays;
import java.util.Optional;

/** The attributes that usage can be grouped by. */
public enum Grouping {
    DAY("day"),
    MODEL("model"),
    USER_IDENTIFIER("userIdentifier"),
    CHANNEL("channel"),
    KEY("key"),
    /** For administrators: the accounts of the service. */
    ACCOUNT("account");

    private final String parameter;

    Grouping(String parameter) {
        this.parameter = parameter;
    }

    /** The name in requests. */
    public String parameter() {
        return parameter;
    }

    /** Finds a grouping by its name, in any case. */
    public static Optional<Grouping> of(String parameter) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.parameter.equalsIgnoreCase(parameter))
                .findFirst();
    }
}
