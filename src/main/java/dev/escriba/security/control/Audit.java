package dev.escriba.security.control;

import dev.escriba.schema.control.InstantMicros;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.AuditEvent;
import dev.escriba.web.control.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of administrative acts. A line is written in the transaction of the act: either both are stored or neither.
 */
@ApplicationScoped
public class Audit {

    /** The actor of what the service does by itself. */
    private static final String OWN = "escriba";

    private static final int MAX_DETAILS_CHARACTERS = 4000;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    ClientAddress address;

    protected Audit() {}

    /** For use without a container. */
    public Audit(EntityManager entities, Clock clock, ClientAddress address) {
        this.entities = entities;
        this.clock = clock;
        this.address = address;
    }

    /**
     * Records an act.
     *
     * @param actor name of the caller
     * @param subject id of the changed object
     * @param details state after the act; never secrets
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String actor, Act act, String subject, Optional<String> account, Map<String, Object> details) {
        record(actor, address.current(), act, subject, account, details);
    }

    /** Records an act of the operator of the service: a setting that a start acted on. It has no address. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void recordStart(String setting, Act act, String subject, String account, Map<String, Object> details) {
        record(setting, Optional.empty(), act, subject, Optional.of(account), details);
    }

    /** Records an act of the service itself, about which no caller asked. It has no address. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void recordOwn(Act act, String subject, String account, Map<String, Object> details) {
        record(OWN, Optional.empty(), act, subject, Optional.of(account), details);
    }

    private void record(
            String actor,
            Optional<String> from,
            Act act,
            String subject,
            Optional<String> account,
            Map<String, Object> details) {
        String json = Json.createObjectBuilder(details).build().toString();
        entities.persist(new AuditEvent(
                clock.instant(),
                actor,
                from,
                act,
                subject,
                account,
                json.length() <= MAX_DETAILS_CHARACTERS ? json : "{}"));
    }

    /**
     * A page of acts between two instants, the newest first.
     *
     * @param from inclusive
     * @param to exclusive
     */
    @Transactional
    public List<AuditEvent> list(Instant from, Instant to, Optional<PageCursor> after, int limit) {
        return entities.createNamedQuery(AuditEvent.PAGE, AuditEvent.class)
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("last", after.map(PageCursor::at).orElse(InstantMicros.END))
                .setParameter(
                        "lastId",
                        after.map(position -> position.id().toString()).orElse(""))
                .setMaxResults(limit)
                .getResultList();
    }
}
