package dev.escriba.reporting.entity;

import java.util.Arrays;
import java.util.Optional;

/** What usage can be summed up by. */
public enum Grouping {
    DAY("day"),
    MODEL("model"),
    USER_IDENTIFIER("userIdentifier"),
    CHANNEL("channel"),
    KEY("key");

    private final String parameter;

    Grouping(String parameter) {
        this.parameter = parameter;
    }

    /** As requests name it. */
    public String parameter() {
        return parameter;
    }

    /** In any case, as paths and parts are. */
    public static Optional<Grouping> of(String parameter) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.parameter.equalsIgnoreCase(parameter))
                .findFirst();
    }
}
