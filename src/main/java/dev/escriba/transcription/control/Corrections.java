package dev.escriba.transcription.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.entity.Correction;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.StoredCorrection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores what people correct in a transcript, beside the words of the machine. Each change is recorded in the audit
 * log, without its text.
 */
@ApplicationScoped
public class Corrections {

    private static final Leftovers LEFTOVERS = new Leftovers("transcript_correction", "id");

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    int pageSize = Leftovers.PAGE_SIZE;

    /** The corrections of an instance by their segment. There are none where the transcript is not kept. */
    @Transactional
    public Map<Integer, Correction> of(UUID instance) {
        return entities
                .createNamedQuery(StoredCorrection.OF_INSTANCE, StoredCorrection.class)
                .setParameter("instance", instance.toString())
                .getResultList()
                .stream()
                .map(StoredCorrection::correction)
                .collect(Collectors.toMap(Correction::segment, Function.identity()));
    }

    /**
     * What a caller writes into a segment.
     *
     * @param machine the text of the machine
     * @param text the new text; that of the machine undoes the correction
     * @param was the text that the caller has seen; empty where the caller does not say it
     */
    public record Change(int segment, String machine, String text, Optional<String> was) {}

    /**
     * Corrects a segment.
     *
     * @throws Problem 404 where the transcript was deleted meanwhile; 409 where the segment has another text than the
     *     caller has seen
     */
    @Transactional
    public void correct(Caller caller, UUID instance, Change change) {
        Optional<StoredCorrection> known = seen(instance, change.segment(), change.machine(), change.was());
        if (change.text().equals(change.machine().strip())) {
            delete(caller, instance, change.segment());
            return;
        }
        Correction correction = new Correction(change.segment(), change.text(), caller.getName(), clock.instant());
        known.ifPresentOrElse(
                stored -> stored.replace(correction),
                () -> entities.persist(new StoredCorrection(instance, correction)));
        record(caller, Act.TRANSCRIPT_CORRECTED, instance, change.segment());
    }

    /**
     * Gives a segment its machine's text back, whatever correction there is. Without one nothing happens. To undo only
     * what the caller has seen, {@link #correct} with the text of the machine.
     */
    @Transactional
    public void undo(Caller caller, UUID instance, int segment) {
        lock(instance);
        delete(caller, instance, segment);
    }

    /** Locks a transcript, and requires that a segment of it has the text that the caller has seen. */
    private Optional<StoredCorrection> seen(UUID instance, int segment, String machine, Optional<String> was) {
        lock(instance);
        Optional<StoredCorrection> known = entities
                .createNamedQuery(StoredCorrection.OF_SEGMENT, StoredCorrection.class)
                .setParameter("instance", instance.toString())
                .setParameter("segment", segment)
                .getResultList()
                .stream()
                .findFirst();
        String now = known.map(stored -> stored.correction().text()).orElse(machine);
        if (was.filter(text -> !text.equals(now)).isPresent()) {
            throw Problem.of(409, "instance.segment-changed");
        }
        return known;
    }

    private void delete(Caller caller, UUID instance, int segment) {
        int undone = entities.createNamedQuery(StoredCorrection.UNDO)
                .setParameter("instance", instance.toString())
                .setParameter("segment", segment)
                .executeUpdate();
        if (undone > 0) {
            record(caller, Act.CORRECTION_UNDONE, instance, segment);
        }
    }

    /** Deletes the corrections of instances, with their transcripts. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(List<String> instances) {
        if (!instances.isEmpty()) {
            entities.createNamedQuery(StoredCorrection.FORGET)
                    .setParameter("instances", instances)
                    .executeUpdate();
        }
    }

    /**
     * Deletes those corrections of the next page whose transcript is not kept any more: a node of the version before
     * deletes only the transcript.
     *
     * @param after the end of the page before; empty for the first page
     * @return the end of this page; {@code after} where no page is left
     */
    @Transactional
    public String purge(String after) {
        String end = LEFTOVERS.endOfPage(entities, after, pageSize);
        List<String> left = end.equals(after) ? List.of() : LEFTOVERS.lock(entities, after, end);
        if (!left.isEmpty()) {
            entities.createQuery("delete from StoredCorrection c where c.id in :ids")
                    .setParameter("ids", left)
                    .executeUpdate();
        }
        return end;
    }

    /** Changes of one transcript, its deletion too, wait for each other. */
    private void lock(UUID instance) {
        Instance locked = entities.find(Instance.class, instance.toString(), LockModeType.PESSIMISTIC_WRITE);
        if (locked == null || locked.transcript().isEmpty()) {
            throw Problem.of(404, "instance.transcript-not-kept");
        }
    }

    private void record(Caller caller, Act act, UUID instance, int segment) {
        audit.record(
                caller.getName(),
                act,
                instance.toString(),
                Optional.of(caller.accountId()),
                Map.of("segment", segment));
    }
}
