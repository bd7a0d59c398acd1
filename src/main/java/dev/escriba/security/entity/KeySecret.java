package dev.escriba.security.entity;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as callers send it: {@code escriba_<prefix>_<secret>}, 48 random bits by which it is found, and may be spoken of, and 256 by
 * which it is proven. An operator may choose a first key of another form; a short digest is its prefix.
 */
public record KeySecret(String text) {

    private static final Pattern FORM = Pattern.compile("escriba_([0-9a-f]{12})_[0-9a-f]{64}");
    private static final int DIGEST_CHARACTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that nobody has seen yet. */
    public static KeySecret random() {
        return new KeySecret("escriba_" + hex(6) + "_" + hex(32));
    }

    /** Public: what a key is listed and found by. */
    public String prefix() {
        Matcher form = FORM.matcher(text);
        return form.matches() ? form.group(1) : Pepper.sha256("lookup:" + text).substring(0, DIGEST_CHARACTERS);
    }

    static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "KeySecret[" + prefix() + "]";
    }
}
