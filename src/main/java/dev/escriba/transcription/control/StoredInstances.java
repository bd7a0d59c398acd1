package dev.escriba.transcription.control;

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

    /** The newest first. */
    @Transactional
    public List<InstanceSummary> list(InstanceFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("i.accountId = :account"));
        Map<String, Object> values = new HashMap<>(Map.of("account", filter.accountId()));
        filter.caller().ifPresent(caller -> add("i.caller = :caller", "caller", caller, conditions, values));
        filter.from().ifPresent(from -> add("i.startedAt >= :from", "from", from, conditions, values));
        filter.to().ifPresent(to -> add("i.startedAt < :to", "to", to, conditions, values));
        filter.userIdentifier().ifPresent(user -> add("i.userIdentifier = :user", "user", user, conditions, values));
        filter.channel().ifPresent(channel -> add("i.channel = :channel", "channel", channel, conditions, values));
        filter.modelId().ifPresent(model -> add("i.modelId = :model", "model", model.toString(), conditions, values));
        filter.state().ifPresent(state -> add("i.state = :state", "state", state, conditions, values));
        filter.after().ifPresent(after -> {
            // the first of them lets an index begin at the right place
            add("i.startedAt <= :last", "last", after.startedAt(), conditions, values);
            add("(i.startedAt < :last or i.id < :lastId)", "lastId", after.id().toString(), conditions, values);
        });
        TypedQuery<InstanceSummary> query = entities.createQuery(
                "select " + InstanceSummary.OF_I + " from Instance i where " + String.join(" and ", conditions)
                        + " order by i.startedAt desc, i.id desc",
                InstanceSummary.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(filter.limit()).getResultList();
    }

    private static void add(
            String condition, String name, Object value, List<String> conditions, Map<String, Object> values) {
        conditions.add(condition);
        values.put(name, value);
    }
}
