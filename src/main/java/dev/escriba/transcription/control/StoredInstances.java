package dev.escriba.transcription.control;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The stored executions, to read. */
@ApplicationScoped
public class StoredInstances {

    @PersistenceContext
    EntityManager entities;

    protected StoredInstances() {}

    /** For use without a container. */
    StoredInstances(EntityManager entities) {
        this.entities = entities;
    }

    /** One of an account's executions; of this caller's alone, if one is given. */
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

    /** The transcript, where it is kept. */
    @Transactional
    public Optional<String> transcript(UUID id) {
        return entities
                .createQuery("select i.transcript from Instance i where i.id = :id", String.class)
                .setParameter("id", id.toString())
                .getResultList()
                .stream()
                // a list may hold a null, an optional may not
                .flatMap(text -> Optional.ofNullable(text).stream())
                .findFirst();
    }

    /**
     * The newest first. What all rows have in common stands first in the order: that changes nothing but that every database finds the index that is in
     * this order already.
     */
    @Transactional
    public List<InstanceSummary> list(InstanceFilter filter) {
        List<String> conditions = new ArrayList<>();
        List<String> order = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        equal("accountId", Optional.of(filter.accountId()), conditions, order, values);
        equal("caller", filter.caller(), conditions, order, values);
        equal("userIdentifier", filter.userIdentifier(), conditions, order, values);
        equal("channel", filter.channel(), conditions, order, values);
        equal("modelId", filter.modelId().map(UUID::toString), conditions, order, values);
        equal("state", filter.state(), conditions, order, values);
        filter.from().ifPresent(from -> add("i.startedAt >= :from", "from", from, conditions, values));
        filter.to().ifPresent(to -> add("i.startedAt < :to", "to", to, conditions, values));
        // the first of them lets an index begin at the right place
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
                        + " order by " + String.join(", ", order.subList(0, Math.min(2, order.size())))
                        + ", i.startedAt desc, i.id desc",
                InstanceSummary.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(filter.limit()).getResultList();
    }

    private static void equal(
            String field, Optional<?> value, List<String> conditions, List<String> order, Map<String, Object> values) {
        value.ifPresent(wanted -> {
            add("i." + field + " = :" + field, field, wanted, conditions, values);
            order.add("i." + field);
        });
    }

    private static void add(
            String condition, String name, Object value, List<String> conditions, Map<String, Object> values) {
        conditions.add(condition);
        values.put(name, value);
    }
}
