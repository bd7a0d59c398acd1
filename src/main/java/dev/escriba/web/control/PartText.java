package dev.escriba.web.control;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes the text of a part of a form. */
final class PartText {

    private PartText() {}

    /**
     * The text; empty if the charset is unknown, or if the bytes are not text in it.
     *
     * @param charset UTF-8 where none is declared
     * @param whole whether the bytes are all of the text; else a character may be cut at the end
     */
    static Optional<String> decoded(byte[] bytes, Optional<String> charset, boolean whole) {
        CharsetDecoder decoder;
        try {
            decoder =
                    charset.map(Charset::forName).orElse(StandardCharsets.UTF_8).newDecoder();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
        decoder.onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 8);
        boolean valid = decoder.decode(ByteBuffer.wrap(bytes), text, whole).isUnderflow()
                && (!whole || decoder.flush(text).isUnderflow());
        return valid ? Optional.of(text.flip().toString()) : Optional.empty();
    }
}
