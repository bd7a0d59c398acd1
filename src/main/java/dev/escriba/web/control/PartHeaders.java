package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers of a part. Two of them count: {@code Content-Disposition}, and {@code Content-Transfer-Encoding}, which
 * RFC 7578 deprecates and which must not encode the content. Of the {@code Content-Type} only the charset is read,
 * which the text of a part may have: the content decides about its type, and browsers write types that no standard
 * allows.
 */
final class PartHeaders {

    private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary", "identity");

    private static final Pattern CHARSET =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s;\"']+))");

    private String line = "";
    private Map<String, String> disposition;
    private Optional<String> charset = Optional.empty();

    /** Adds a line whose characters hold one byte each. A line that begins with a blank continues the previous one. */
    void add(String next) {
        if (next.startsWith(" ") || next.startsWith("\t")) {
            if (line.isEmpty()) {
                throw invalid();
            }
            line += next;
        } else {
            read();
            line = next;
        }
    }

    /**
     * Ends the headers.
     *
     * @throws Problem 400 if the part is not a part of a form
     */
    void complete() {
        read();
        if (disposition == null) {
            throw invalid();
        }
    }

    Optional<String> name() {
        return Optional.ofNullable(disposition.get("name")).map(PartHeaders::asUtf8);
    }

    /**
     * The file name, which is only shown. {@code filename*} (RFC 5987) wins over {@code filename} where it can be
     * decoded.
     */
    Optional<String> fileName() {
        return ExtendedValue.decoded(disposition.get("filename*"))
                .or(() -> Optional.ofNullable(disposition.get("filename")).map(PartHeaders::asUtf8));
    }

    /** The charset of the text, as the part declares it. */
    Optional<String> charset() {
        return charset;
    }

    private void read() {
        int colon = line.indexOf(':');
        HeaderValue value = new HeaderValue(line, colon + 1);
        switch (line.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT)) {
            case "content-disposition" -> {
                if (!value.token().equalsIgnoreCase("form-data")) {
                    throw invalid();
                }
                Map<String, String> parameters = value.parameters();
                disposition = disposition == null ? parameters : disposition;
            }
            case "content-type" -> charset = charset.or(() -> charset(line.substring(colon + 1)));
            case "content-transfer-encoding" -> {
                if (!PLAIN.contains(line.substring(colon + 1).strip().toLowerCase(Locale.ROOT))) {
                    throw Problem.of(400, "form.part-encoded");
                }
            }
            default -> {}
        }
    }

    private static Optional<String> charset(String type) {
        Matcher declared = CHARSET.matcher(type);
        return declared.find()
                ? Stream.of(declared.group(1), declared.group(2), declared.group(3))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(String::strip)
                : Optional.empty();
    }

    /** Decodes a value as UTF-8, which all clients send, whatever the standards once said. */
    private static String asUtf8(String value) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    static Problem invalid() {
        return Problem.of(400, "form.part-invalid");
    }
}
