package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.StoredModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The changes of {@link CatalogueAdministration}; each is a transaction. Writers follow one another. */
@ApplicationScoped
public class CatalogueTransactions {

    @Inject
    Models models;

    @Inject
    StoredModels stored;

    @Inject
    ConfiguredPrices configured;

    @Inject
    ModelPrices prices;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    protected CatalogueTransactions() {}

    /** For use without a container. */
    CatalogueTransactions(
            Models models,
            StoredModels stored,
            ConfiguredPrices configured,
            ModelPrices prices,
            Audit audit,
            Clock clock) {
        this.models = models;
        this.stored = stored;
        this.configured = configured;
        this.prices = prices;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns the new row. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public StoredModel create(Caller author, UUID id, CatalogueEntry entry) {
        List<StoredModel> rows = stored.locked();
        Optional<StoredModel> earlier = find(rows, id);
        if (earlier.filter(row -> !row.isDeleted() || !row.isRemote()).isPresent()) {
            throw Problem.at("id", 409, "model.exists");
        }
        if (entry.remote().isEmpty()) {
            throw Problem.invalid("remote", "model.remote-needed");
        }
        CatalogueAdministration.check(entry, id, rows, isPriced(id), configured.isChargeable(id));
        Instant now = clock.instant();
        if (entry.isDefault()) {
            resign(rows, id, now);
        }
        earlier.ifPresent(deleted -> deleted.replace(entry, now));
        StoredModel row = earlier.orElseGet(() -> stored.add(id, AiModel.REMOTE, entry, rows));
        CatalogueAdministration.record(audit, author, Act.MODEL_CREATED, id, CatalogueAdministration.details(entry));
        price(author, row, entry, entry.enabled());
        return row;
    }

    /** Returns the changed row. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public StoredModel replace(Caller author, UUID id, Optional<Integer> version, CatalogueEntry wanted) {
        List<StoredModel> rows = stored.locked();
        StoredModel row = required(rows, id, version);
        CatalogueEntry entry = CatalogueAdministration.ofInstalled(wanted, row.entry(), models.installed(id));
        CatalogueAdministration.check(entry, id, rows, isPriced(id), configured.isChargeable(id));
        if (row.isDefault() && !entry.isDefault()) {
            throw Problem.invalid("isDefault", "model.default-needed");
        }
        Instant now = clock.instant();
        if (entry.isDefault()) {
            resign(rows, id, now);
        }
        boolean becomesEnabled = entry.enabled() && !row.entry().enabled();
        row.replace(entry, now);
        CatalogueAdministration.record(audit, author, Act.MODEL_CHANGED, id, CatalogueAdministration.details(entry));
        price(author, row, entry, becomesEnabled);
        return row;
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void delete(Caller author, UUID id, Optional<Integer> version) {
        List<StoredModel> rows = stored.locked();
        StoredModel row = required(rows, id, version);
        if (!row.isRemote()) {
            throw Problem.of(409, "model.installed");
        }
        if (row.isDefault()) {
            throw Problem.of(409, "model.default-needed");
        }
        Instant now = clock.instant();
        row.delete(now);
        rows.forEach(other -> other.forgetFallback(id, now));
        CatalogueAdministration.record(
                audit, author, Act.MODEL_DELETED, id, Map.of("name", row.entry().name()));
    }

    /**
     * Sets the limits before the price: a price for tokens needs a maximum of tokens, so that the hold is an upper
     * bound.
     */
    private void price(Caller author, StoredModel row, CatalogueEntry entry, boolean becomesEnabled) {
        AiModel model = new AiModel(
                row.id(),
                entry.name(),
                entry.provider(),
                row.engine(),
                entry.languages(),
                entry.isDefault(),
                entry.licence(),
                entry.price(),
                false,
                entry.remote(),
                entry.limits(),
                entry.enabled(),
                entry.fallback());
        // a configured price counts until another one is set: the start stores it for the models that are stored then
        entry.price()
                .or(() -> prices.isPriced(row.id()) ? Optional.empty() : configured.of(row.id()))
                .ifPresent(price -> prices.set(author, model, price));
        prices.requireBound(model);
        if (becomesEnabled) {
            prices.requireEffective(model);
        }
    }

    private boolean isPriced(UUID id) {
        return prices.isPriced(id) || configured.of(id).isPresent();
    }

    private static void resign(List<StoredModel> rows, UUID successor, Instant at) {
        rows.stream()
                .filter(row -> row.isDefault() && !row.id().equals(successor))
                .forEach(row -> row.resignAsDefault(at));
    }

    private static Optional<StoredModel> find(List<StoredModel> rows, UUID id) {
        return rows.stream().filter(row -> row.id().equals(id)).findFirst();
    }

    private static StoredModel required(List<StoredModel> rows, UUID id, Optional<Integer> version) {
        StoredModel row =
                find(rows, id).filter(found -> !found.isDeleted()).orElseThrow(CatalogueAdministration::unknown);
        if (version.filter(known -> known != row.version()).isPresent()) {
            throw Problem.of(412, "problem.412");
        }
        return row;
    }
}
