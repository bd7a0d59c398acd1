package dev.escriba.web.control;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path as the servers map it to a page. A request may spell it with path parameters ({@code /v1;a=b}), percent
 * escapes ({@code /%761}), empty segments and dots, so its spelling alone does not tell the page.
 */
public final class PlainPath {

    private PlainPath() {}

    /** The path in its plain spelling, without a slash at its end. */
    public static String of(String path) {
        return String.join(
                "", segments(path).stream().map(segment -> "/" + segment).toList());
    }

    /** The segments of a path in their plain spelling. */
    public static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String spelt : path.split("/", -1)) {
            String segment = decoded(spelt.split(";", 2)[0]);
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** An escape that is not valid stays. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return segment;
        }
    }
}
