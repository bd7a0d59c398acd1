package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A header that holds text. Clients write UTF-8; most servers read each byte as a character of ISO 8859-1. */
public final class HeaderText {

    private HeaderText() {}

    /**
     * The text of a header; empty where there is none, or a blank one.
     *
     * @throws Problem 400 if the request has the header twice
     */
    public static Optional<String> of(HttpServletRequest request, String name) {
        return one(request, name).map(HeaderText::decoded).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The value of a header that a request has at most once. Of two values, another reader, such as a proxy, may take
     * the other one.
     *
     * @throws Problem 400 if the request has the header twice
     */
    public static Optional<String> one(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        if (values.size() > 1) {
            throw Problem.at(name, 400, "parameter.header-repeated", name);
        }
        return values.stream().findFirst();
    }

    /** The text, read as UTF-8 if its characters are the bytes of UTF-8. */
    static String decoded(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException otherCharset) {
            return text;
        }
    }
}
