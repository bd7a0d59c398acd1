package dev.escriba.security.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * An API key, of which a salted SHA-256 is kept, and 32 bits of an unsalted one by which it is found in one indexed read. Digests that
 * are quick to compute are enough because keys are long and random; one that an operator chooses has to be so too.
 */
@Entity
@Table(name = "api_key")
@SuppressWarnings("UnusedVariable") // columns are read by queries
@NamedQuery(name = ApiKey.BY_LOOKUP, query = "select k from ApiKey k where k.lookup = :lookup")
public class ApiKey {

    public static final String BY_LOOKUP = "ApiKey.byLookup";

    private static final int LOOKUP_CHARACTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String name;

    private String lookup;

    private String salt;

    private String hash;

    private String roles;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    protected ApiKey() {}

    public ApiKey(Account account, String name, String secret, Set<String> roles, Instant createdAt) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        this.id = UUID.randomUUID().toString();
        this.accountId = account.id();
        this.name = name;
        this.salt = HexFormat.of().formatHex(bytes);
        this.lookup = lookupOf(secret);
        this.hash = sha256(salt + secret);
        this.roles = String.join(" ", roles);
        this.createdAt = createdAt;
    }

    /** A new secret: 256 random bits behind a prefix by which scanners for leaked secrets can tell it. */
    public static String newSecret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return "escriba_" + HexFormat.of().formatHex(bytes);
    }

    /** What a key is found by. */
    public static String lookupOf(String secret) {
        return sha256("lookup:" + secret).substring(0, LOOKUP_CHARACTERS);
    }

    /** Whether this is the key; takes as long for a wrong one. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), sha256(salt + secret).getBytes(StandardCharsets.US_ASCII));
    }

    public Caller caller() {
        return new Caller("key:" + id, accountId, Set.of(roles.split(" ")));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && id.equals(key.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
