package dev.escriba.transcription.control;

import dev.escriba.schema.control.FreeRows;
import dev.escriba.schema.control.InstantMicros;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.transcription.entity.IdempotentRequest;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Deletes stored transcripts with their segments, peaks and corrections. The instance and its cost stay. */
@ApplicationScoped
public class Transcripts {

    private static final Leftovers LEFTOVERS = new Leftovers("transcript_document", "instance_id");

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    TranscriptRetention retention;

    @Inject
    Audit audit;

    @Inject
    Corrections corrections;

    int pageSize = Leftovers.PAGE_SIZE;

    /**
     * Deletes the transcript of an instance, and the encrypted copy that answers repeated requests. The audit log
     * records a deletion by an administrator.
     */
    @Transactional
    public void forget(Caller caller, UUID instance) {
        if (caller.hasAnyRole(Role.ADMINISTRATOR)) {
            audit.record(
                    caller.getName(),
                    Act.TRANSCRIPT_FORGOTTEN,
                    instance.toString(),
                    Optional.of(caller.accountId()),
                    Map.of());
        }
        forget(List.of(instance.toString()));
        forgetAnswers(List.of(instance.toString()));
    }

    /** As {@link #forget}, for many instances, with their user identifiers and without a record in the audit log. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void erase(List<String> instances) {
        entities.createNamedQuery(Instance.FORGET_USER)
                .setParameter("ids", instances)
                .executeUpdate();
        forgetDocuments(instances);
        forgetAnswers(instances);
    }

    /**
     * Deletes one batch of transcripts that are older than the retention period. Passes over rows that are locked.
     *
     * @return the number of deleted transcripts; 0 where none is left
     */
    @Transactional
    public int purge() {
        List<?> old = FreeRows.lock(
                entities,
                "select i.id from instance i where i.transcript_stored_at < ?1"
                        + " order by i.transcript_stored_at, i.id fetch first 500 rows only",
                InstantMicros.micros(clock.instant().minus(retention.period())));
        // the encrypted answer of an idempotency key stays as long as the key
        forget(ids(old));
        return old.size();
    }

    /**
     * Deletes those segments of the next page whose transcript is not kept any more: a node of the version before
     * deletes only the transcript.
     *
     * @param after the end of the page before; empty for the first page
     * @return the end of this page; {@code after} where no page is left
     */
    @Transactional
    public String purgeDocuments(String after) {
        String end = LEFTOVERS.endOfPage(entities, after, pageSize);
        if (!end.equals(after)) {
            forgetDocuments(LEFTOVERS.lock(entities, after, end));
        }
        return end;
    }

    private void forget(List<String> instances) {
        if (!instances.isEmpty()) {
            entities.createNamedQuery(Instance.FORGET)
                    .setParameter("ids", instances)
                    .executeUpdate();
        }
        forgetDocuments(instances);
    }

    private void forgetDocuments(List<String> instances) {
        if (!instances.isEmpty()) {
            entities.createNamedQuery(StoredDocument.FORGET)
                    .setParameter("instances", instances)
                    .executeUpdate();
            corrections.forget(instances);
        }
    }

    private void forgetAnswers(List<String> instances) {
        entities.createNamedQuery(IdempotentRequest.FORGET_ANSWER)
                .setParameter("instances", instances)
                .executeUpdate();
    }

    private static List<String> ids(List<?> found) {
        return found.stream().map(String::valueOf).toList();
    }
}
