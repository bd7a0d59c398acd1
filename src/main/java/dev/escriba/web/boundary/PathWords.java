package dev.escriba.web.boundary;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The words that the paths of the resources are made of, as the resources spell them. */
final class PathWords {

    private static final Pattern SEPARATOR = Pattern.compile("/");

    private final Map<String, String> byLowerCase;

    private PathWords(Map<String, String> byLowerCase) {
        this.byLowerCase = Map.copyOf(byLowerCase);
    }

    /** Of classes that may have something to do with JAX-RS. Where two spell a word in different ways, the one with a capital letter counts. */
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

    /** The word as the resources spell it; the same where they do not have it. */
    String spelt(String word) {
        return byLowerCase.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }
}
