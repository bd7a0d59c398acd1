package dev.escriba.it.extra;

import dev.escriba.media.entity.Upload;

/** An upload of a few bytes stands for a recording of a second that costs nothing to look into or to decode. */
public final class Token {

    private static final byte[] BYTES = {'t', 'o', 'k', 'e', 'n'};

    private Token() {}

    /** What to send; far less than any recording has. */
    public static byte[] bytes() {
        return BYTES.clone();
    }

    static boolean is(Upload upload) {
        return upload.size() == BYTES.length;
    }
}
