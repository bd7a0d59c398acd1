package dev.escriba.transcription.entity;

/**
 * What makes a request known when it is repeated.
 *
 * @param key what the caller chose, never stored as it is
 * @param requestDigest SHA-256 of the file and the fields
 */
public record Claim(String key, String requestDigest) {

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "Claim of " + requestDigest;
    }
}
