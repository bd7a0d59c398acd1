package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key}: up to 255 characters of printable ASCII, with quotes (as in the IETF draft) or
 * without.
 */
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    /** Response header that marks a replayed answer. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final int MAX_CHARACTERS = 255;

    private IdempotencyKey() {}

    /**
     * The key of the header; empty if there is no header.
     *
     * @throws Problem 400 if the header is not a valid key, or if there are two
     */
    public static Optional<String> of(HttpServletRequest request) {
        return HeaderText.one(request, HEADER).map(IdempotencyKey::key);
    }

    private static String key(String header) {
        String key = header.strip();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > MAX_CHARACTERS || !key.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw Problem.at(HEADER, 400, "idempotency.invalid", MAX_CHARACTERS);
        }
        return key;
    }

    /**
     * The digest that is stored instead of the key: SHA-256 over purpose, scope and key. It is as hard to guess as the
     * key is.
     *
     * @param purpose operation of the key: the same key has another digest for another purpose
     * @param scope the account within which the key is unique
     */
    public static byte[] digest(String purpose, String scope, String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((purpose + "\n" + scope + "\n" + key).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * As {@link #of}, but a missing key is an error.
     *
     * @throws Problem 400 if the header is missing or not a valid key, or if there are two
     */
    public static String required(HttpServletRequest request) {
        return of(request).orElseThrow(() -> Problem.at(HEADER, 400, "idempotency.required"));
    }
}
