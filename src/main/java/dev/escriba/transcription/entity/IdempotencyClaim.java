package dev.escriba.transcription.entity;

/**
 * What makes a request known when it is repeated.
 *
 * @param accountId whose request it is
 * @param caller the credential: two that belong to one account have keys of their own
 * @param key what the caller chose, never stored as it is
 * @param requestDigest SHA-256 of the file and the fields
 */
public record IdempotencyClaim(String accountId, String caller, String key, String requestDigest) {

    /** Within which the key is known. */
    public String scope() {
        return accountId + " " + caller;
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "Claim of " + requestDigest;
    }
}
