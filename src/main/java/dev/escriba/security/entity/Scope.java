package dev.escriba.security.entity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The permissions of an API key, by the names that requests and tables use. */
public enum Scope {
    TRANSCRIBE("transcribe", Role.TRANSCRIBER),
    READ_INSTANCES("instances:read", Role.INSTANCES_READER),
    WRITE_INSTANCES("instances:write", Role.INSTANCES_WRITER),
    READ_USAGE("usage:read", Role.USAGE_READER),
    READ_METRICS("metrics:read", Role.METRICS_READER),
    WRITE_MODELS("models:write", Role.MODELS_WRITER),
    WEBHOOKS("webhooks", Role.WEBHOOKS_MANAGER),
    FILES("files", Role.FILES_USER),
    /** Every permission, the other scopes included. */
    ADMIN("admin", Role.ADMINISTRATOR);

    private final String id;
    private final String role;

    Scope(String id, String role) {
        this.id = id;
        this.role = role;
    }

    public static Optional<Scope> of(String id) {
        return Arrays.stream(values()).filter(scope -> scope.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    /** The role that the scope gives. */
    public String role() {
        return role;
    }

    /** The ids in the order of this enumeration, separated by blanks. */
    static String join(Set<Scope> scopes) {
        return scopes.stream().sorted(Comparator.naturalOrder()).map(Scope::id).collect(Collectors.joining(" "));
    }

    static Set<Scope> split(String ids) {
        return Stream.of(ids.split(" ")).flatMap(id -> of(id).stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
