package dev.escriba.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording and its reference text.
 *
 * @param reference may be empty; then only the language is compared
 */
public record Clip(String id, Path file, String language, double seconds, String reference) {

    /** The collection of the clip: its id up to the second hyphen, without a number at the end. */
    public String group() {
        String[] parts = id.split("-", 3);
        return parts.length < 2 ? id : parts[0] + "-" + parts[1].replaceFirst("(?<=\\D)\\d+$", "");
    }

    /**
     * Reads a manifest: tab-separated, a header line, columns id, file, lang, seconds, reference and more. Files are
     * relative to it. Quotes around a value are those of a spreadsheet and are removed.
     */
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
