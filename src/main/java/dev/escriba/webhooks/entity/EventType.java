package dev.escriba.webhooks.entity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The events for webhooks, by their names in requests, tables and messages. */
public enum EventType {
    EXECUTION_SUCCEEDED("execution.succeeded"),
    EXECUTION_FAILED("execution.failed");

    private final String id;

    EventType(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Optional<EventType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }

    /** The ids in the order of this enumeration, separated by blanks. */
    static String join(Set<EventType> types) {
        return types.stream()
                .sorted(Comparator.naturalOrder())
                .map(EventType::id)
                .collect(Collectors.joining(" "));
    }

    static Set<EventType> split(String ids) {
        return Stream.of(ids.split(" ")).flatMap(id -> of(id).stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
