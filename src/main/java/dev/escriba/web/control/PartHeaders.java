package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of a part. Two of them count: {@code Content-Disposition}, and {@code Content-Transfer-Encoding}, which
 * RFC 7578 deprecates and which must not encode the content.
 */
final class PartHeaders {

    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

    private String line = "";
    private Map<String, String> disposition;

    /** Adds a line whose characters hold one byte each. A line that begins with a blank continues the previous one. */
    void add(String next) {
        if (next.startsWith(" ") || next.startsWith("\t")) {
            if (line.isEmpty()) {
                throw malformed();
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
            throw malformed();
        }
    }

    Optional<String> name() {
        return Optional.ofNullable(disposition.get("name"));
    }

    /** The file name. {@code filename*} (RFC 5987) wins over {@code filename}. */
    Optional<String> fileName() {
        return Optional.ofNullable(disposition.getOrDefault("filename*", disposition.get("filename")));
    }

    private void read() {
        int colon = line.indexOf(':');
        HeaderValue value = new HeaderValue(line, colon + 1);
        switch (line.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT)) {
            case "content-disposition" -> {
                if (!value.token().equalsIgnoreCase("form-data")) {
                    throw malformed();
                }
                Map<String, String> parameters = decoded(value.parameters());
                disposition = disposition == null ? parameters : disposition;
            }
            case "content-type" -> {
                if (value.token().isEmpty() || !value.skip('/') || value.token().isEmpty()) {
                    throw malformed();
                }
                value.parameters();
            }
            case "content-transfer-encoding" -> {
                if (!PLAIN.contains(line.substring(colon + 1).strip().toLowerCase(Locale.ROOT))) {
                    throw malformed();
                }
            }
            default -> {}
        }
    }

    /** Decodes parameters as UTF-8, which all clients send, whatever the standards once said. */
    private static Map<String, String> decoded(Map<String, String> parameters) {
        Map<String, String> decoded = new HashMap<>();
        parameters.forEach((name, value) -> decoded.put(
                name,
                name.endsWith("*")
                        ? extended(value)
                        : new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
        return decoded;
    }

    /** {@code charset'language'text}, percent-encoded. */
    private static String extended(String value) {
        String[] parts = value.split("'", 3);
        try {
            return URLDecoder.decode(parts[2].replace("+", "%2B"), Charset.forName(parts[0]));
        } catch (IllegalArgumentException unknownCharsetOrBadEscape) {
            throw malformed();
        }
    }

    static Problem malformed() {
        return Problem.of(400, "problem.400");
    }
}
