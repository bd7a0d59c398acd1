package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The header {@code Idempotency-Key}: a string of printable ASCII, in quotes (as the IETF draft has it) or without. */
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    /** Says of an answer that it was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final int MAX_CHARACTERS = 255;

    private IdempotencyKey() {}

    /**
     * What the header says.
     *
     * @throws Problem 400 where it is there and no key
     */
    public static Optional<String> of(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String key = header.strip();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > MAX_CHARACTERS || !key.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw Problem.at(HEADER, 400, "idempotency.invalid", MAX_CHARACTERS);
        }
        return Optional.of(key);
    }

    /**
     * SHA-256 over what a key is for, within what it is known, and the key; what is stored of it. As hard to guess as the key is.
     *
     * @param purpose such that the same key for another purpose has another digest
     */
    public static byte[] digest(String purpose, String scope, String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((purpose + "\n" + scope + "\n" + key).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #of}, where one has to be there. */
    public static String required(String header) {
        return of(header).orElseThrow(() -> Problem.at(HEADER, 400, "idempotency.required"));
    }
}
