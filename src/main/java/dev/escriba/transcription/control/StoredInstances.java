package dev.escriba.transcription.control;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.StoredDocument;
import dev.escriba.transcription.entity.StoredPeaks;
import dev.escriba.transcription.entity.TranscriptDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the stored instances. */
@ApplicationScoped
public class StoredInstances {

    @PersistenceContext
    EntityManager entities;

    protected StoredInstances() {}

    /** For use without a container. */
    StoredInstances(EntityManager entities) {
        this.entities = entities;
    }

    /** Finds an instance of an account. Where a caller is given, the instance must be one of that caller. */
    @Transactional
    public Optional<InstanceSummary> find(String accountId, Optional<String> caller, UUID id) {
        return entities
                .createQuery(
                        "select " + InstanceSummary.OF_I
                                + " from Instance i where i.id = :id and i.accountId = :account",
                        InstanceSummary.class)
                .setParameter("id", id.toString())
                .setParameter("account", accountId)
                .getResultList()
                .stream()
                .filter(instance -> caller.isEmpty() || caller.get().equals(instance.caller()))
                .findFirst();
    }

    /** The transcript of an instance; empty where it is not kept. */
    @Transactional
    public Optional<String> transcript(UUID id) {
        return entities
                .createQuery("select i.transcript from Instance i where i.id = :id", String.class)
                .setParameter("id", id.toString())
                .getResultList()
                .stream()
                // the list contains a null where the column is empty
                .flatMap(text -> Optional.ofNullable(text).stream())
                .findFirst();
    }

    /** The SHA-256 of the file of an instance; empty for instances of an earlier version. */
    @Transactional
    public Optional<String> fileSha256(UUID id) {
        return entities
                .createQuery("select i.fileSha256 from Instance i where i.id = :id", String.class)
                .setParameter("id", id.toString())
                .getResultList()
                .stream()
                .flatMap(digest -> Optional.ofNullable(digest).stream())
                .findFirst();
    }

    /** The segments of the transcript of an instance; empty where they are not kept. */
    @Transactional
    public Optional<TranscriptDocument> document(UUID id) {
        return entities
                .createNamedQuery(StoredDocument.DOCUMENT, String.class)
                .setParameter("instance", id.toString())
                .getResultList()
                .stream()
                .findFirst()
                .map(json -> new TranscriptDocument(DocumentJson.read(json)));
    }

    /** The peaks of the recording of an instance; empty where they are not kept. */
    @Transactional
    public Optional<StoredPeaks> peaks(UUID id) {
        return entities
                .createNamedQuery(StoredDocument.PEAKS, Object[].class)
                .setParameter("instance", id.toString())
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new StoredPeaks(((Number) row[1]).intValue(), (String) row[0]));
    }

    /**
     * Lists instances, the newest first. The sort order begins with the columns that the filter fixes. That does not
     * change the order of the rows, but it lets each database use the index that has the same order.
     */
    @Transactional
    public List<InstanceSummary> list(InstanceFilter filter) {
        List<String> conditions = new ArrayList<>();
        List<String> sortColumns = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        equal("accountId", Optional.of(filter.accountId()), conditions, sortColumns, values);
        // first of the filters: a request makes few instances
        equal("requestId", filter.requestId(), conditions, sortColumns, values);
        equal("caller", filter.caller(), conditions, sortColumns, values);
        name("userIdentifier", filter.userIdentifier(), conditions, sortColumns, values);
        name("channel", filter.channel(), conditions, sortColumns, values);
        equal("modelId", filter.modelId().map(UUID::toString), conditions, sortColumns, values);
        equal("state", filter.state(), conditions, sortColumns, values);
        filter.from().ifPresent(from -> add("i.startedAt >= :from", "from", from, conditions, values));
        filter.to().ifPresent(to -> add("i.startedAt < :to", "to", to, conditions, values));
        // this condition lets the database start its index scan at the right place
        add(
                "i.startedAt <= :last",
                "last",
                filter.after().map(PageCursor::at).orElse(InstantMicros.END),
                conditions,
                values);
        filter.after()
                .ifPresent(after -> add(
                        "(i.startedAt < :last or i.id < :lastId)",
                        "lastId",
                        after.id().toString(),
                        conditions,
                        values));
        TypedQuery<InstanceSummary> query = entities.createQuery(
                "select " + InstanceSummary.OF_I + " from Instance i where " + String.join(" and ", conditions)
                        + " order by " + String.join(", ", sortColumns.subList(0, Math.min(2, sortColumns.size())))
                        + ", i.startedAt desc, i.id desc",
                InstanceSummary.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(filter.limit()).getResultList();
    }

    /**
     * Those of some instances whose stored text, or a correction of it, contains a text. Upper and lower case are the
     * same as far as the database knows them.
     *
     * @throws jakarta.persistence.PersistenceException where the database needs too long for it
     */
    @Transactional
    public Set<String> containing(String text, List<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        // the database changes the case of both, so that they are compared by one rule
        return new HashSet<>(entities.createQuery(
                        "select i.id from Instance i where i.id in :ids"
                                + " and (lower(i.transcript) like lower(:pattern) escape '!'"
                                + " or exists (select c.id from StoredCorrection c where c.instanceId = i.id"
                                + " and lower(c.text) like lower(:pattern) escape '!'))",
                        String.class)
                .setParameter("ids", ids)
                .setParameter("pattern", "%" + text.replaceAll("[!%_]", "!$0") + "%")
                .getResultList());
    }

    /** Earlier versions stored blanks around a name; so a filter that has them means both spellings. */
    private static void name(
            String field,
            Optional<String> value,
            List<String> conditions,
            List<String> sortColumns,
            Map<String, Object> values) {
        Optional<String> stripped = value.map(String::strip);
        if (stripped.equals(value)) {
            equal(field, value, conditions, sortColumns, values);
            return;
        }
        add("i." + field + " in (:" + field + ", :" + field + "Stripped)", field, value.get(), conditions, values);
        values.put(field + "Stripped", stripped.get());
    }

    private static void equal(
            String field,
            Optional<?> value,
            List<String> conditions,
            List<String> sortColumns,
            Map<String, Object> values) {
        value.ifPresent(wanted -> {
            add("i." + field + " = :" + field, field, wanted, conditions, values);
            sortColumns.add("i." + field);
        });
    }

    private static void add(
            String condition, String name, Object value, List<String> conditions, Map<String, Object> values) {
        conditions.add(condition);
        values.put(name, value);
    }
}
