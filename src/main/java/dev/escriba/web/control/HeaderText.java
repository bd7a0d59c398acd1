package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A header that holds text. Clients write UTF-8; most servers read each byte as a character of ISO 8859-1. */
public final class HeaderText {

    private HeaderText() {}

    /** The text of a header; empty where there is none, or a blank one. */
    public static Optional<String> of(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name))
                .map(HeaderText::decoded)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
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
