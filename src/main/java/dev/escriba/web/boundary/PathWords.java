package dev.escriba.web.boundary;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The segments of all resource paths, by their lower-case form. */
final class PathWords {

    private static final Pattern SEPARATOR = Pattern.compile("/");

    private final Map<String, String> byLowerCase;

    private PathWords(Map<String, String> byLowerCase) {
        this.byLowerCase = Map.copyOf(byLowerCase);
    }

    /**
     * Reads the {@code @Path} annotations of these classes. Where two classes spell a segment differently, the spelling
     * with a capital letter wins.
     */
    static PathWords of(Collection<? extends Class<?>> classes) {
        Map<String, String> words = new TreeMap<>();
        for (Class<?> type : classes) {
            Path path = type.getAnnotation(Path.class);
            if (path != null) {
                add(path, words);
                for (Method method : type.getMethods()) {
                    add(method.getAnnotation(Path.class), words);
                }
            }
        }
        return new PathWords(words);
    }

    private static void add(Path path, Map<String, String> words) {
        if (path == null) {
            return;
        }
        for (String word : SEPARATOR.split(path.value(), -1)) {
            if (!word.isEmpty() && word.indexOf('{') < 0) {
                words.merge(
                        word.toLowerCase(Locale.ROOT), word, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
    }

    /** The segment as the resources spell it, or the segment itself if no resource has it. */
    String spelling(String word) {
        return byLowerCase.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }
}
