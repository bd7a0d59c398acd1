package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Cost;
import dev.escriba.schema.control.Schema;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.transcription.entity.Instance;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.logging.Logger;

/** The stored executions. Each step of a run is one short transaction. */
@ApplicationScoped
public class Instances {

    private static final Logger LOG = Logger.getLogger(Instances.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    DataDirectory data;

    /** A process that died could not end what it ran; its next start on the same data directory does. */
    @Transactional
    public void recover(@Observes @Priority(Schema.FIRST + 200) @Initialized(ApplicationScoped.class) Object start) {
        List<Instance> left = entities.createNamedQuery(Instance.RUNNING_ON, Instance.class)
                .setParameter("node", data.node())
                .getResultList();
        left.forEach(instance -> instance.fail("interrupted", clock.instant()));
        if (!left.isEmpty()) {
            LOG.warning(left.size() + " executions were cut off by the end of the last process and are FAILED now");
        }
    }

    @Transactional
    public void begin(Instance instance) {
        entities.persist(instance);
    }

    @Transactional
    public void succeed(UUID id, Recognition recognition, Cost cost) {
        locked(id).succeed(recognition, cost, clock.instant());
    }

    @Transactional
    public void fail(UUID id, String reason) {
        locked(id).fail(reason, clock.instant());
    }

    private Instance locked(UUID id) {
        return entities.find(Instance.class, id.toString(), LockModeType.PESSIMISTIC_WRITE);
    }
}
