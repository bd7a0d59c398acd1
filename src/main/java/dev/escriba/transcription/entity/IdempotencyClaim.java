package dev.escriba.transcription.entity;

/**
 * Identifies a repeated request: the key that the caller chose, and the digest of the request.
 *
 * @param accountId the account of the caller
 * @param caller the name of the credential; two credentials of one account do not share keys
 * @param key the idempotency key; only its digest is stored
 * @param requestDigest SHA-256 of the file and the fields
 */
public record IdempotencyClaim(String accountId, String caller, String key, String requestDigest) {

    /** The account and the credential: a key is unique within them. */
    public String scope() {
        return accountId + " " + caller;
    }

    /** Does not contain the key, which is a secret. */
    @Override
    public String toString() {
        return "Claim of " + requestDigest;
    }
}
