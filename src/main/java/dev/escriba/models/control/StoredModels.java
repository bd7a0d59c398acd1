package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.StoredModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of models. */
@ApplicationScoped
public class StoredModels {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    protected StoredModels() {}

    /** For use without a container. */
    public StoredModels(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** All rows in the order of listings, those of deleted models too. */
    @Transactional
    public List<StoredModel> all() {
        return entities.createNamedQuery(StoredModel.ALL, StoredModel.class).getResultList();
    }

    /** All rows, locked. Writers lock all of them, so that one follows the other: the default is one of all. */
    List<StoredModel> locked() {
        return entities.createNamedQuery(StoredModel.ALL, StoredModel.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean isStored(UUID id) {
        return entities.find(StoredModel.class, id.toString()) != null;
    }

    /**
     * Stores a model that has no row yet. It is the default only where there is none.
     *
     * @param entry what the installation or the configuration says
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void seed(AiModel model, CatalogueEntry entry) {
        List<StoredModel> rows = locked();
        boolean hasDefault = rows.stream().anyMatch(StoredModel::isDefault);
        entities.persist(new StoredModel(
                model.id(),
                model.engine(),
                new CatalogueEntry(
                        entry.name(),
                        entry.provider(),
                        entry.languages(),
                        entry.licence(),
                        entry.remote(),
                        entry.limits(),
                        entry.enabled(),
                        entry.isDefault() && !hasDefault,
                        entry.fallback(),
                        Optional.empty()),
                next(rows),
                clock.instant()));
        entities.flush();
    }

    /** Stores a new model, after all others. Called within a transaction that has locked the rows. */
    StoredModel add(UUID id, String engine, CatalogueEntry entry, List<StoredModel> rows) {
        StoredModel added = new StoredModel(id, engine, entry, next(rows), clock.instant());
        entities.persist(added);
        return added;
    }

    private static int next(List<StoredModel> rows) {
        return rows.stream()
                        .map(StoredModel::position)
                        .max(Comparator.naturalOrder())
                        .orElse(0)
                + 1;
    }
}
