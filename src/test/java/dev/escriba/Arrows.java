package dev.escriba;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of arrows from one name to another. The Javadoc of the root package has three such lists. */
record Arrows(TreeMap<String, TreeSet<String>> byOrigin) {

    private static final Path ROOT = Path.of("src/main/java/dev/escriba/package-info.java");
    private static final Pattern LIST = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(?m)^ \\* ([a-z_, ]+?) *-> *([a-z_, ]+)$");
    private static final String NONE = "none";

    Arrows() {
        this(new TreeMap<>());
    }

    /** The calls between components. */
    static Arrows ofCalls() {
        return list(0);
    }

    /** The tables of other components that a component may name. */
    static Arrows ofTables() {
        return list(1);
    }

    /** The foreign keys to tables of other components. */
    static Arrows ofForeignKeys() {
        return list(2);
    }

    private static Arrows list(int number) {
        Matcher lists = LIST.matcher(read(ROOT));
        for (int i = 0; i <= number; i++) {
            if (!lists.find()) {
                throw new IllegalStateException(ROOT + " has no list " + number);
            }
        }
        Arrows arrows = new Arrows();
        Matcher lines = LINE.matcher(lists.group(1));
        while (lines.find()) {
            for (String origin : lines.group(1).split(",", -1)) {
                for (String target : lines.group(2).split(",", -1)) {
                    if (!target.strip().equals(NONE)) {
                        arrows.add(origin.strip(), target.strip());
                    }
                }
            }
        }
        return arrows;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String origin, String target) {
        byOrigin.computeIfAbsent(origin, any -> new TreeSet<>()).add(target);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, TreeSet<String>> arrow : byOrigin.entrySet()) {
            text.append(arrow.getKey())
                    .append(" -> ")
                    .append(String.join(", ", arrow.getValue()))
                    .append('\n');
        }
        return text.toString();
    }
}
