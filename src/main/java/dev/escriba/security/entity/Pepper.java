package dev.escriba.security.entity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that keys the digests of API keys. Without it, a copy of the database does not even allow guessing keys.
 */
public final class Pepper {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    public Pepper(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * HMAC-SHA-256 over the salted SHA-256 of a key. So older digests, which are not keyed, can be keyed as they are.
     */
    String digest(String salt, String key) {
        return seal(sha256(salt + key));
    }

    /** HMAC-SHA-256 of a text, in hexadecimal digits. */
    public String seal(String text) {
        return HexFormat.of().formatHex(derive(text));
    }

    /** A key for another purpose: HMAC-SHA-256 of the purpose. It tells nothing about the pepper. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares two digests in constant time. */
    public static boolean same(String digest, String other) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
