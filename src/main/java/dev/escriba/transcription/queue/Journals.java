package dev.escriba.transcription.queue;

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

/** Stores the journals of this node's queued runs once a second, for the event streams of all nodes. */
@ApplicationScoped
public class Journals {

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

    void store() {
        for (RunJournal journal : open) {
            RunJournal.Page page = journal.page();
            if (!journal.isClosed() && rows.store(journal.instance(), journal.attempt(), page)) {
                journal.stored(page);
            }
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
