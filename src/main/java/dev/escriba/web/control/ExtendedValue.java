package dev.escriba.web.control;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parameter value with a charset (RFC 5987): {@code charset'language'text}, percent-encoded. */
final class ExtendedValue {

    private static final Pattern FORM = Pattern.compile("([^']+)'[^']*'(.*)");

    private ExtendedValue() {}

    /**
     * Decodes a value.
     *
     * @param value may be null
     * @return empty if there is no value, or none that the standard allows
     */
    static Optional<String> decoded(String value) {
        Matcher form = FORM.matcher(value == null ? "" : value);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            // URLDecoder turns a plus sign into a blank, and replaces bytes that the charset does not have
            byte[] bytes = URLDecoder.decode(form.group(2).replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(Charset.forName(form.group(1))
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException unknownCharsetOrBadEscape) {
            return Optional.empty();
        }
    }
}
