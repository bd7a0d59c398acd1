package dev.escriba.webhooks.entity;

/** A secret as the database stores it: sealed, in Base64. */
public record SealedSecret(String text) {

    public static final int MAX_CHARACTERS = 500;
}
