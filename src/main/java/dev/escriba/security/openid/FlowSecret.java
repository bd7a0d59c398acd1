package dev.escriba.security.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The secret of one sign-in: 256 random bits in base64url. State, nonce and code verifier are digests of it, each under
 * a word of its own, so that none of them gives away another.
 */
record FlowSecret(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("[\\w-]{43}");

    FlowSecret {
        if (!isForm(text)) {
            throw new IllegalArgumentException("no secret of a sign-in");
        }
    }

    static FlowSecret random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new FlowSecret(base64(bits));
    }

    static boolean isForm(String text) {
        return FORM.matcher(text).matches();
    }

    String state() {
        return sha256("state:" + text);
    }

    String nonce() {
        return sha256("nonce:" + text);
    }

    /** The {@code code_verifier} of RFC 7636: 43 characters. */
    String verifier() {
        return sha256("verifier:" + text);
    }

    /** The {@code code_challenge} of RFC 7636 for the method S256. */
    String challenge() {
        return sha256(verifier());
    }

    static String sha256(String text) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "secret of a sign-in";
    }
}
