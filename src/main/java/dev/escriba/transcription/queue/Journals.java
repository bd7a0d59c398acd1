package dev.escriba.transcription.queue;

import dev.escriba.problem.control.Outage;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.control.DocumentJson;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.QueuedSegment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Stores the journals of this node's queued runs once a second, for the event streams of all nodes. */
@ApplicationScoped
public class Journals {

    private static final Logger LOG = Logger.getLogger(Journals.class.getName());

    static final Duration INTERVAL = Duration.ofSeconds(1);

    @Inject
    Schedule schedule;

    @Inject
    JournalRows rows;

    private final Set<RunJournal> open = ConcurrentHashMap.newKeySet();

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        schedule.every("queue-journal", INTERVAL, INTERVAL, this::store);
    }

    void open(RunJournal journal) {
        open.add(journal);
    }

    /** What is not stored yet is not going to be: the run has ended, or begins anew. */
    void close(RunJournal journal) {
        journal.close();
        open.remove(journal);
    }

    /** A journal that cannot be stored does not hold up the others. */
    void store() {
        for (RunJournal journal : open) {
            try {
                store(journal);
            } catch (RuntimeException e) {
                if (Outage.isDatabaseAway(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, e, () -> "The events of " + journal.instance() + " are not stored yet");
                resume(journal);
            }
        }
    }

    private void store(RunJournal journal) {
        RunJournal.Page page = journal.page();
        if (!journal.isClosed() && rows.store(journal.instance(), journal.attempt(), page)) {
            journal.stored(page.first() + page.segments().size());
        }
    }

    /** Continues after what the database has: a commit whose connection broke may have stored the last page. */
    private void resume(RunJournal journal) {
        try {
            journal.stored(rows.count(journal.instance(), journal.attempt()));
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The segments cannot be counted now", e);
        }
    }

    /** The database operation, a transaction. */
    @ApplicationScoped
    public static class JournalRows {

        @PersistenceContext
        EntityManager entities;

        protected JournalRows() {}

        /** For use without a container. */
        public JournalRows(EntityManager entities) {
            this.entities = entities;
        }

        /** The number of segments of an attempt that are stored. */
        @Transactional
        public int count(UUID instance, int attempt) {
            return entities.createNamedQuery(QueuedSegment.COUNT, Long.class)
                    .setParameter("instance", instance.toString())
                    .setParameter("attempt", attempt)
                    .getSingleResult()
                    .intValue();
        }

        /** Returns false where the attempt has ended. */
        @Transactional
        public boolean store(UUID instance, int attempt, RunJournal.Page page) {
            int current = entities.createNamedQuery(QueuedRun.PROGRESS)
                    .setParameter("done", Math.max(0, page.done().toNanos()))
                    .setParameter("id", instance.toString())
                    .setParameter("attempt", attempt)
                    .executeUpdate();
            if (current == 0) {
                return false;
            }
            int number = page.first();
            for (Segment segment : page.segments()) {
                String document = DocumentJson.write(List.of(segment)).orElseThrow();
                entities.persist(new QueuedSegment(instance, attempt, number, document));
                number++;
            }
            return true;
        }
    }
}
