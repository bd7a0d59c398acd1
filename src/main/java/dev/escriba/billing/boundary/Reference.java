package dev.escriba.billing.boundary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a credit is known by: a digest of the key that it was asked for with. */
final class Reference {

    private Reference() {}

    static String of(String accountId, String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("credit\n" + accountId + "\n" + key).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
