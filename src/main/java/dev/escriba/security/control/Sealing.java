package dev.escriba.security.control;

import dev.escriba.security.entity.Pepper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals data that waits on a disk or in the database, with a key that is derived from the pepper: AES-256 in GCM mode.
 * Sealed data begins with the id of the key and a random nonce. So data that was sealed before the pepper changed can
 * be opened as long as the earlier pepper is configured beside the new one.
 */
@ApplicationScoped
public class Sealing {

    /** Sealed data has this many bytes more. */
    public static final int OVERHEAD_BYTES = 4 + 12 + 16;

    private static final String PURPOSE = "escriba: sealing of waiting data";
    private static final String PURPOSE_OF_ID = "escriba: id of the sealing key";
    private static final int KEY_ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    Peppers peppers;

    protected Sealing() {}

    /** For use without a container. */
    public Sealing(Peppers peppers) {
        this.peppers = peppers;
    }

    /**
     * Seals some bytes.
     *
     * @param context identifies the data: it can only be opened with the same context
     */
    public byte[] seal(String context, byte[] plain, int length) {
        byte[] sealed = new byte[length + OVERHEAD_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Pepper pepper = peppers.pepper();
        ByteBuffer.wrap(sealed).put(id(pepper)).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, pepper, nonce, context)
                    .doFinal(plain, 0, length, sealed, KEY_ID_BYTES + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens sealed bytes.
     *
     * @throws IllegalStateException where they were sealed with the pepper of another service, in another context, or
     *     are damaged
     */
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new IllegalStateException("the sealed data is not complete");
        }
        byte[] id = Arrays.copyOf(sealed, KEY_ID_BYTES);
        byte[] nonce = Arrays.copyOfRange(sealed, KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
        Optional<Pepper> pepper = peppers.all().stream()
                .filter(known -> Arrays.equals(id, id(known)))
                .findFirst();
        if (pepper.isEmpty()) {
            throw new IllegalStateException("the data was sealed with a pepper that is not configured");
        }
        try {
            int begin = KEY_ID_BYTES + NONCE_BYTES;
            return cipher(Cipher.DECRYPT_MODE, pepper.get(), nonce, context)
                    .doFinal(sealed, begin, sealed.length - begin);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sealed data is damaged", e);
        }
    }

    /** Whether the pepper in use has sealed these bytes. */
    public boolean isCurrent(byte[] sealed) {
        return Arrays.equals(Arrays.copyOf(sealed, KEY_ID_BYTES), id(peppers.pepper()));
    }

    private static byte[] id(Pepper pepper) {
        return Arrays.copyOf(pepper.derive(PURPOSE_OF_ID), KEY_ID_BYTES);
    }

    private static Cipher cipher(int mode, Pepper pepper, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(pepper.derive(PURPOSE), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
