package dev.escriba.transcription.queue;

import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.control.DocumentJson;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.QueuedSegment;
import dev.escriba.transcription.entity.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads what a run has done so far, whichever node works on it. */
@ApplicationScoped
public class RunEvents {

    /** The segments of one look. The rest follows with the next ones. */
    static final int MAX_SEGMENTS = 200;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected RunEvents() {}

    /** For use without a container. */
    public RunEvents(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * The state of a run at one moment.
     *
     * @param progress empty where the run is not queued, or has ended
     * @param segments that follow those that the reader knows
     * @param isWhole whether no further segment is stored now
     */
    public record Snapshot(
            InstanceSummary instance, Optional<Progress> progress, List<Segment> segments, boolean isWhole) {

        public Snapshot {
            segments = List.copyOf(segments);
        }
    }

    /** How far a run is; empty where it is not queued, or has ended. */
    @Transactional
    public Optional<Progress> progress(InstanceSummary instance) {
        if (instance.state().isFinal()) {
            return Optional.empty();
        }
        return Optional.ofNullable(entities.find(QueuedRun.class, instance.id()))
                .map(row -> progress(instance, row));
    }

    private Progress progress(InstanceSummary instance, QueuedRun row) {
        Instant since = instance.claimedAt();
        boolean runs = instance.state() == InstanceState.RUNNING && since != null;
        return new Progress(
                row.done(),
                row.audio(),
                runs ? OptionalLong.empty() : OptionalLong.of(before(row)),
                runs ? Progress.estimate(row.done(), row.audio(), since, clock.instant()) : Optional.empty());
    }

    private long before(QueuedRun row) {
        return entities.createNamedQuery(QueuedRun.BEFORE, Long.class)
                .setParameter("lane", row.lane())
                .setParameter("start", row.fairStart())
                .setParameter("id", row.instanceId().toString())
                .getSingleResult();
    }

    /**
     * Reads a run.
     *
     * @param attempt that the reader knows segments of
     * @param known number of these segments; those of another attempt are not counted
     * @return empty where there is no such instance
     */
    @Transactional
    public Optional<Snapshot> read(UUID id, int attempt, int known) {
        Optional<InstanceSummary> found = entities
                .createQuery(
                        "select " + InstanceSummary.OF_I + " from Instance i where i.id = :id", InstanceSummary.class)
                .setParameter("id", id.toString())
                .getResultList()
                .stream()
                .findFirst();
        return found.map(instance -> read(instance, attempt == instance.attempts() ? known : 0));
    }

    private Snapshot read(InstanceSummary instance, int known) {
        if (instance.state().isFinal()) {
            List<Segment> all = stored(instance);
            return new Snapshot(instance, Optional.empty(), all.subList(Math.min(known, all.size()), all.size()), true);
        }
        List<Segment> segments = entities
                .createNamedQuery(QueuedSegment.AFTER, String.class)
                .setParameter("instance", instance.id())
                .setParameter("attempt", instance.attempts())
                .setParameter("first", known)
                .setMaxResults(MAX_SEGMENTS)
                .getResultList()
                .stream()
                .flatMap(document -> DocumentJson.read(document).stream())
                .toList();
        return new Snapshot(instance, progress(instance), segments, segments.size() < MAX_SEGMENTS);
    }

    private List<Segment> stored(InstanceSummary instance) {
        return entities
                .createNamedQuery(StoredDocument.DOCUMENT, String.class)
                .setParameter("instance", instance.id())
                .getResultList()
                .stream()
                .findFirst()
                .map(DocumentJson::read)
                .orElse(List.of());
    }
}
