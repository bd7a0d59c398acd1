package dev.escriba.transcription.control;

import dev.escriba.web.control.IdempotencyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts transcripts and their segments with an idempotency key. The key itself is not stored, so only a caller that
 * sends the key again gets the transcript. The cipher is AES-256 in GCM mode; a new nonce stands before each text. A
 * weak key gives weak protection: an attacker who reads the database can check a guessed key against its digest.
 */
final class SealedAnswer {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedAnswer() {}

    /** The digest that is stored to find a key within its scope. */
    static String digest(String scope, String key) {
        return HexFormat.of().formatHex(IdempotencyKey.digest("claim", scope, key));
    }

    static String encrypt(String text, String scope, String key) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, scope, key, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + encrypted.length)
                            .put(nonce)
                            .put(encrypted)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Decrypts a text; empty where it was encrypted with another key. */
    static Optional<String> decrypt(String encrypted, String scope, String key) {
        byte[] bytes = Base64.getDecoder().decode(encrypted);
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, scope, key, nonce)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, String scope, String key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(IdempotencyKey.digest("seal", scope, key), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
