package dev.escriba.security.entity;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret text of an API key: {@code escriba_<prefix>_<secret>}. The prefix has 48 random bits, is public and finds
 * the key. The secret has 256 random bits. An operator may choose a bootstrap key of another form; its prefix is a
 * short digest. The database has its digest by {@link Pepper}, which {@link ApiKey} compares in constant time.
 */
public record KeySecret(String text) {

    private static final Pattern FORM = Pattern.compile("escriba_([0-9a-f]{12})_[0-9a-f]{64}");
    private static final int DIGEST_CHARACTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new random key. */
    public static KeySecret random() {
        return new KeySecret("escriba_" + hex(6) + "_" + hex(32));
    }

    /** The public prefix that a key is listed and found by. */
    public String prefix() {
        Matcher form = FORM.matcher(text);
        return form.matches() ? form.group(1) : Pepper.sha256("lookup:" + text).substring(0, DIGEST_CHARACTERS);
    }

    static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeySecret[" + prefix() + "]";
    }
}
