package dev.escriba.security.entity;

/**
 * The kinds of credentials that a request can carry. Failed sign-ins are counted for each kind: a stranger who guesses
 * passwords does not lock out keys behind the same address.
 */
public enum CredentialKind {
    /** An API key, in its own header or as a bearer token. */
    KEY,
    /** A token of the identity provider. */
    TOKEN,
    /** Name and password of the server's realm. */
    PASSWORD,
    /** The secret of a trusted proxy. */
    PROXY
}
