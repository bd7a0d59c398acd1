package dev.escriba.webhooks.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** An address that an account has registered. It gets a message when executions have ended. */
@Entity
@Table(name = "webhook")
@NamedQuery(
        name = Webhook.PAGE,
        query = "select w from Webhook w where w.accountId = :account and w.createdAt <= :last"
                + " and (w.createdAt < :last or w.id < :lastId) order by w.createdAt desc, w.id desc")
@NamedQuery(
        name = Webhook.PAGE_OF_CALLER,
        query = "select w from Webhook w where w.accountId = :account and w.onlyCaller = :caller"
                + " and w.createdAt <= :last"
                + " and (w.createdAt < :last or w.id < :lastId) order by w.createdAt desc, w.id desc")
@NamedQuery(name = Webhook.COUNT, query = "select count(w) from Webhook w where w.accountId = :account")
@NamedQuery(
        name = Webhook.CONCERNED,
        query = "select w.id from Instance i, Webhook w where i.id = :instance and w.accountId = i.accountId"
                + " and w.enabled = true and w.events like :event"
                + " and (w.onlyCaller is null or w.onlyCaller = i.caller)")
@NamedQuery(
        name = Webhook.PAUSE,
        query = "update Webhook w set w.failures = w.failures + 1, w.pausedUntil = :until where w.id = :id")
@NamedQuery(
        name = Webhook.RESUME,
        query = "update Webhook w set w.failures = 0, w.pausedUntil = null where w.id = :id"
                + " and (w.failures > 0 or w.pausedUntil is not null)")
@NamedQuery(
        name = Webhook.REST,
        query = "update Webhook w set w.pausedUntil = :until where w.id = :id"
                + " and (w.pausedUntil is null or w.pausedUntil < :until)")
@NamedQuery(
        name = Webhook.DISABLE,
        query = "update Webhook w set w.enabled = false where w.id = :id and w.enabled = true")
@NamedQuery(name = Webhook.SECRETS, query = "select w.id, w.sealedSecret, w.previousSecret from Webhook w")
@NamedQuery(
        name = Webhook.FORGET_PREVIOUS,
        query = "update Webhook w set w.previousSecret = null, w.previousUntil = null where w.id in :ids"
                + " and w.previousUntil <= :now")
public class Webhook {

    public static final String PAGE = "Webhook.page";
    public static final String PAGE_OF_CALLER = "Webhook.pageOfCaller";
    public static final String COUNT = "Webhook.count";

    /** The enabled webhooks that are registered for an event of an instance. */
    public static final String CONCERNED = "Webhook.concerned";

    public static final String PAUSE = "Webhook.pause";
    public static final String RESUME = "Webhook.resume";

    /** A pause that does not count as a failure of the address. */
    public static final String REST = "Webhook.rest";

    public static final String DISABLE = "Webhook.disable";

    /** The id of each webhook, and its sealed secrets. */
    public static final String SECRETS = "Webhook.secrets";

    /** Erases the secrets that rotations have replaced and that sign no more. */
    public static final String FORGET_PREVIOUS = "Webhook.forgetPrevious";

    public static final int MAX_NAME_CHARACTERS = 100;
    public static final int MAX_URL_CHARACTERS = 2000;

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String name;

    private String url;

    private String events;

    @Column(name = "includes_transcript")
    private boolean includesTranscript;

    private boolean enabled;

    @Column(name = "only_caller")
    private String onlyCaller;

    @Column(name = "sealed_secret")
    private String sealedSecret;

    @Column(name = "previous_secret")
    private String previousSecret;

    @Column(name = "previous_until")
    @Convert(converter = InstantMicros.class)
    private Instant previousUntil;

    @Column(name = "rotated_at")
    @Convert(converter = InstantMicros.class)
    private Instant rotatedAt;

    private int failures;

    @Column(name = "paused_until")
    @Convert(converter = InstantMicros.class)
    private Instant pausedUntil;

    @Column(name = "created_at")
    @Convert(converter = InstantMicros.class)
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    protected Webhook() {}

    /**
     * An enabled webhook. It has no secret yet.
     *
     * @param onlyCaller limits the webhook to the executions of this caller
     * @param createdBy name of a caller
     */
    public Webhook(
            String accountId,
            String name,
            String url,
            Set<EventType> events,
            Optional<String> onlyCaller,
            String createdBy,
            Instant createdAt) {
        this.id = UUID.randomUUID().toString();
        this.accountId = accountId;
        this.name = name;
        this.url = url;
        this.events = EventType.join(events);
        this.enabled = true;
        this.onlyCaller = onlyCaller.orElse(null);
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.rotatedAt = createdAt;
    }

    /** Gives the webhook its first secret. */
    public void protect(SealedSecret secret) {
        sealedSecret = secret.text();
    }

    /** Replaces the secret. For a while, the former secret signs too. */
    public void rotate(SealedSecret secret, Instant now, Duration overlap) {
        previousSecret = sealedSecret;
        previousUntil = now.plus(overlap);
        sealedSecret = secret.text();
        rotatedAt = now;
    }

    /** Replaces the sealed forms of its secrets. The secrets stay. */
    public void reseal(UnaryOperator<SealedSecret> renewal) {
        sealedSecret = renewal.apply(new SealedSecret(sealedSecret)).text();
        if (previousSecret != null) {
            previousSecret = renewal.apply(new SealedSecret(previousSecret)).text();
        }
    }

    public void rename(String newName) {
        name = newName;
    }

    /** Changes the address. Pending deliveries go to the new one at once. */
    public void moveTo(String newUrl) {
        url = newUrl;
        resume();
    }

    public void subscribe(Set<EventType> newEvents) {
        events = EventType.join(newEvents);
    }

    public void includeTranscript(boolean included) {
        includesTranscript = included;
    }

    public void enable() {
        enabled = true;
        resume();
    }

    /** Disables the webhook. It gets no new events. Its pending deliveries wait until it is enabled. */
    public void disable() {
        enabled = false;
    }

    private void resume() {
        failures = 0;
        pausedUntil = null;
    }

    public String id() {
        return id;
    }

    public String accountId() {
        return accountId;
    }

    public String name() {
        return name;
    }

    public String url() {
        return url;
    }

    public Set<EventType> events() {
        return EventType.split(events);
    }

    public boolean includesTranscript() {
        return includesTranscript;
    }

    public boolean enabled() {
        return enabled;
    }

    /** The caller whose executions the webhook gets; empty if it gets all of the account. */
    public Optional<String> onlyCaller() {
        return Optional.ofNullable(onlyCaller);
    }

    /** The secrets that sign now, the newest first. */
    public List<SealedSecret> secrets(Instant now) {
        List<SealedSecret> secrets = new ArrayList<>(List.of(new SealedSecret(sealedSecret)));
        if (previousSecret != null && now.isBefore(previousUntil)) {
            secrets.add(new SealedSecret(previousSecret));
        }
        return secrets;
    }

    /** The time until which the former secret signs too. */
    public Optional<Instant> previousUntil() {
        return Optional.ofNullable(previousUntil);
    }

    public Instant rotatedAt() {
        return rotatedAt;
    }

    /** Attempts that failed since the last one that succeeded. */
    public int failures() {
        return failures;
    }

    /** The time until which there are no attempts, because the address fails. */
    public Optional<Instant> pausedUntil() {
        return Optional.ofNullable(pausedUntil);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public String createdBy() {
        return createdBy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Webhook webhook && id.equals(webhook.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
