package dev.escriba.webhooks.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.webhooks.control.WebhookSecrets.NewSecret;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.SealedSecret;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Manages webhooks. Each change writes a line of the audit log in the same transaction. A caller sees the webhooks of
 * its account, or those of its own credential if it may not read the instances of the account. An administrator reaches
 * those of all accounts.
 */
@ApplicationScoped
public class Webhooks {

    @PersistenceContext
    EntityManager entities;

    @Inject
    WebhookSecrets secrets;

    @Inject
    WebhookSettings settings;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    protected Webhooks() {}

    /** For use without a container. */
    public Webhooks(
            EntityManager entities, WebhookSecrets secrets, WebhookSettings settings, Audit audit, Clock clock) {
        this.entities = entities;
        this.secrets = secrets;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** A webhook and its new secret, which is shown only now. */
    public record WithSecret(Webhook webhook, String secret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "WithSecret[webhook=" + webhook.id() + "]";
        }
    }

    /** The credential whose executions and webhooks the caller is limited to; empty if it is not limited. */
    public static Optional<String> onlyOwn(Caller caller) {
        return caller.hasAnyRole(Role.INSTANCES_READER, Role.AUDITOR, Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of(caller.getName());
    }

    /**
     * Creates a webhook.
     *
     * @param settle sets the properties that the request may leave out
     * @throws Problem 409 if the account has too many webhooks; registrations at the same moment may exceed the limit
     */
    @Transactional
    public WithSecret create(
            Caller author, Account account, String name, String url, Set<EventType> events, Consumer<Webhook> settle) {
        long existing = entities.createNamedQuery(Webhook.COUNT, Long.class)
                .setParameter("account", account.id())
                .getSingleResult();
        if (existing >= settings.maxPerAccount()) {
            throw Problem.of(409, "webhook.too-many", settings.maxPerAccount());
        }
        Webhook webhook =
                new Webhook(account.id(), name, url, events, onlyOwn(author), author.getName(), clock.instant());
        NewSecret secret = secrets.make(webhook.id());
        webhook.protect(secret.sealed());
        settle.accept(webhook);
        entities.persist(webhook);
        record(author, Act.WEBHOOK_CREATED, webhook);
        return new WithSecret(webhook, secret.text());
    }

    /** The webhook with this id, if the caller may see it. */
    @Transactional
    public Optional<Webhook> find(Caller caller, UUID id) {
        return Optional.ofNullable(entities.find(Webhook.class, id.toString()))
                .filter(webhook -> isVisible(caller, webhook));
    }

    /** As {@link #find}, and locked: a change that began at the same moment is not lost. */
    private Optional<Webhook> locked(Caller caller, UUID id) {
        return Optional.ofNullable(entities.find(Webhook.class, id.toString(), LockModeType.PESSIMISTIC_WRITE))
                .filter(webhook -> isVisible(caller, webhook));
    }

    static boolean isVisible(Caller caller, Webhook webhook) {
        if (caller.hasAnyRole(Role.ADMINISTRATOR)) {
            return true;
        }
        Optional<String> own = onlyOwn(caller);
        return webhook.accountId().equals(caller.accountId()) && (own.isEmpty() || own.equals(webhook.onlyCaller()));
    }

    /** A page of the webhooks of an account that the caller may see, the newest first. */
    @Transactional
    public List<Webhook> list(Caller caller, Account account, Optional<PageCursor> after, int limit) {
        Optional<String> own = onlyOwn(caller);
        TypedQuery<Webhook> query = entities.createNamedQuery(
                        own.isPresent() ? Webhook.PAGE_OF_CALLER : Webhook.PAGE, Webhook.class)
                .setParameter("account", account.id())
                .setParameter("last", after.map(PageCursor::at).orElse(InstantMicros.END))
                .setParameter(
                        "lastId",
                        after.map(position -> position.id().toString()).orElse(""));
        own.ifPresent(name -> query.setParameter("caller", name));
        return query.setMaxResults(limit).getResultList();
    }

    /** Changes a webhook; empty if the caller may see none with this id. */
    @Transactional
    public Optional<Webhook> change(Caller author, UUID id, Consumer<Webhook> change) {
        Optional<Webhook> webhook = locked(author, id);
        webhook.ifPresent(found -> {
            change.accept(found);
            record(author, Act.WEBHOOK_CHANGED, found);
        });
        return webhook;
    }

    /** Gives a webhook a new secret. For a while, the former secret signs too. */
    @Transactional
    public Optional<WithSecret> rotate(Caller author, UUID id) {
        return locked(author, id).map(webhook -> {
            NewSecret secret = secrets.make(webhook.id());
            webhook.rotate(secret.sealed(), clock.instant(), settings.secretOverlap());
            record(author, Act.WEBHOOK_SECRET_ROTATED, webhook);
            return new WithSecret(webhook, secret.text());
        });
    }

    /** Deletes a webhook, so that nothing is delivered to it. Returns whether there was one that the caller may see. */
    @Transactional
    public boolean delete(Caller author, UUID id) {
        Optional<Webhook> webhook = locked(author, id);
        webhook.ifPresent(found -> {
            record(author, Act.WEBHOOK_DELETED, found);
            entities.remove(found);
        });
        return webhook.isPresent();
    }

    /** Whether addresses without TLS are permitted, because the operator allows networks that are called without it. */
    public boolean permitPlainHttp() {
        return !settings.allowedNetworks().isEmpty();
    }

    /** Erases the secrets from before rotations that sign no more. Passes over webhooks that are locked. */
    @Transactional
    public void forgetPreviousSecrets() {
        Instant now = clock.instant();
        List<?> free = FreeRows.lock(
                entities, "select w.id from webhook w where w.previous_until <= ?1", InstantMicros.micros(now));
        if (!free.isEmpty()) {
            entities.createNamedQuery(Webhook.FORGET_PREVIOUS)
                    .setParameter("ids", free.stream().map(String::valueOf).toList())
                    .setParameter("now", now)
                    .executeUpdate();
        }
    }

    /** The webhooks whose secrets are sealed with an earlier pepper. */
    @Transactional
    public List<String> withOldSecrets() {
        return entities.createNamedQuery(Webhook.SECRETS, Object[].class).getResultList().stream()
                .filter(this::isOld)
                .map(columns -> columns[0].toString())
                .toList();
    }

    /** Seals the secrets of a webhook again, unless it is locked, so that they no longer need an earlier pepper. */
    @Transactional
    public void reseal(String id) {
        if (!FreeRows.lock(entities, "select w.id from webhook w where w.id = ?1", id)
                .isEmpty()) {
            entities.find(Webhook.class, id, LockModeType.PESSIMISTIC_WRITE)
                    .reseal(secret -> secrets.renewed(id, secret).orElse(secret));
        }
    }

    private boolean isOld(Object[] columns) {
        return Stream.of(1, 2)
                .flatMap(column -> Stream.ofNullable((String) columns[column]))
                .anyMatch(secret -> secrets.renewed(columns[0].toString(), new SealedSecret(secret))
                        .isPresent());
    }

    private void record(Caller author, Act act, Webhook webhook) {
        Instant until = webhook.previousUntil().orElse(Instant.EPOCH);
        audit.record(
                author.getName(),
                act,
                webhook.id(),
                Optional.of(webhook.accountId()),
                Map.of(
                        "name", webhook.name(),
                        "origin", WebhookUrl.of(webhook.url()).origin(),
                        "events", webhook.events().stream().map(EventType::id).toList(),
                        "includeTranscript", webhook.includesTranscript(),
                        "enabled", webhook.enabled(),
                        "previousSecretUntil", until.equals(Instant.EPOCH) ? "none" : until.toString()));
    }
}
