package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueLock;
import dev.escriba.models.entity.ModelLimits;
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

    /**
     * All rows, for a writer. One writer at a time works on them, because names are unique and one model is the
     * default. A lock of the rows alone would let two writers add rows at the same time. The lock is a statement of its
     * own, so that the rows are those after the wait.
     */
    List<StoredModel> locked() {
        entities.find(CatalogueLock.class, CatalogueLock.ID, LockModeType.PESSIMISTIC_WRITE);
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
                        first(entry.name(), CatalogueEntry.MAX_NAME_CHARACTERS),
                        first(entry.provider(), CatalogueEntry.MAX_NAME_CHARACTERS),
                        entry.languages(),
                        first(entry.licence(), CatalogueEntry.MAX_LICENCE_CHARACTERS),
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

    /** The row has no more. Provider and licence of a model that runs here are read from the installation. */
    private static String first(String text, int characters) {
        int count = Math.min(characters, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, count));
    }

    /** Sets the limits of a stored model. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void limit(UUID id, ModelLimits limits) {
        locked().stream().filter(row -> row.id().equals(id)).forEach(row -> row.limit(limits, clock.instant()));
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
