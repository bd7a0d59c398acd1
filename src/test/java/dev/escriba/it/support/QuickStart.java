package dev.escriba.it.support;

import java.util.List;

/** The options with which a JVM that lives for seconds starts sooner. A benchmark sets none: see {@code pom.xml}. */
public final class QuickStart {

    private QuickStart() {}

    /** The options for the command line of {@code java}; empty if there are none. */
    public static List<String> options() {
        String options = System.getProperty("escriba.it.quick-start", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split(" +", -1));
    }
}
