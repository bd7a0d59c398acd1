package dev.escriba.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording and what is said in it.
 *
 * @param reference may be empty: then only the language is judged
 */
public record Clip(String id, Path file, String language, double seconds, String reference) {

    /** What the id begins with, up to its second hyphen and without a number at its end: the collection that a clip is from. */
    public String group() {
        String[] parts = id.split("-", 3);
        return parts.length < 2 ? id : parts[0] + "-" + parts[1].replaceFirst("(?<=\\D)\\d+$", "");
    }

    /** Reads a manifest: tab-separated, a header line, columns id, file, lang, seconds, reference and more; files lie relative to it. Quotes are part of spreadsheets, not of the text. */
    public static List<Clip> manifest(Path manifest) throws IOException {
        try (var lines = Files.lines(manifest)) {
            return lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .map(column -> new Clip(
                            column[0],
                            manifest.resolveSibling(column[1]),
                            column[2],
                            Double.parseDouble(column[3]),
                            column.length > 4 ? column[4] : ""))
                    .toList();
        }
    }
}
