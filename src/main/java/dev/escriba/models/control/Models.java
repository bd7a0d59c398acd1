package dev.escriba.models.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.StoredModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.CreateOnce;
import dev.escriba.schema.control.Schema;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The catalogue of models. It is stored: the installation and the configuration seed each model once. This node reads
 * it again when its copy is older than {@link #MAX_AGE}, so that a change on another node is soon in force here.
 */
@ApplicationScoped
public class Models {

    /** The model that detects the language. It is the default of a new catalogue when there is an embedded model. */
    public static final UUID DETECTING = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00");

    private static final Logger LOG = Logger.getLogger(Models.class.getName());

    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    @Inject
    InstalledModels installation;

    @Inject
    ConfiguredPrices prices;

    @Inject
    StoredModels stored;

    /** Private, so that no other code can hold it. */
    private final ReentrantLock reading = new ReentrantLock();

    private List<AiModel> installed = List.of();
    private volatile Snapshot snapshot;

    /** A copy of the catalogue. A catalogue that is not stored does not grow old. */
    private record Snapshot(List<CatalogueModel> all, List<AiModel> usable, boolean isStored, long readAt) {

        static Snapshot of(List<CatalogueModel> all, boolean isStored) {
            List<AiModel> usable = all.stream()
                    .filter(CatalogueModel::isUsable)
                    .map(CatalogueModel::model)
                    .toList();
            return new Snapshot(all, withDefault(usable), isStored, System.nanoTime());
        }

        /** The default may be a model that is not installed any more: then the first one stands in. */
        private static List<AiModel> withDefault(List<AiModel> usable) {
            if (usable.isEmpty() || usable.stream().anyMatch(AiModel::isDefault)) {
                return usable;
            }
            List<AiModel> all = new ArrayList<>(usable);
            AiModel first = all.get(0);
            all.set(0, with(first, first.price(), first.chargeable(), true));
            return List.copyOf(all);
        }

        boolean isOld() {
            return isStored && System.nanoTime() - readAt > MAX_AGE.toNanos();
        }
    }

    protected Models() {}

    /** For use without a container. The catalogue is not stored. */
    public Models(List<AiModel> all) {
        snapshot = Snapshot.of(
                all.stream().map(model -> new CatalogueModel(model, 0, true)).toList(), false);
    }

    /** For use without a container. */
    Models(List<AiModel> installed, ConfiguredPrices prices, StoredModels stored) {
        this.prices = prices;
        this.stored = stored;
        this.installed = installed.stream().map(this::priced).toList();
    }

    @PostConstruct
    void load() {
        installed = installation.all().stream().map(this::priced).toList();
        if (installed.isEmpty()) {
            throw new WrongSetting(
                    ModelSettings.PACKED,
                    false,
                    "There is no other speech model: set it to true, or name models with escriba.models.directories.");
        }
        snapshot = Snapshot.of(
                installed.stream()
                        .map(model -> new CatalogueModel(model, 0, true))
                        .toList(),
                false);
    }

    /** The same model with a price of the configuration, and as the default or not. */
    static AiModel with(AiModel model, Optional<Price> price, boolean chargeable, boolean isDefault) {
        return new AiModel(
                model.id(),
                model.name(),
                model.provider(),
                model.engine(),
                model.languages(),
                isDefault,
                model.licence(),
                price,
                chargeable,
                model.remote(),
                model.limits(),
                model.enabled(),
                model.fallback());
    }

    private AiModel priced(AiModel model) {
        return with(model, prices.of(model.id()), prices.isChargeable(model.id()), model.isDefault());
    }

    /** Seeds the stored catalogue, so that an error stops the start. */
    void start(@Observes @Priority(Schema.FIRST + 120) @Initialized(ApplicationScoped.class) Object start) {
        if (installed.stream().map(AiModel::id).distinct().count() != installed.size()) {
            throw new CannotStart("Two models of the catalogue have the same id.", null);
        }
        for (AiModel model : installed) {
            CreateOnce.ensure(() -> stored.isStored(model.id()), () -> stored.seed(model, CatalogueEntry.of(model)));
        }
        List<StoredModel> rows = stored.all();
        prices.requireKnown(rows.stream().map(StoredModel::id).toList());
        warnOfDifferences(rows);
        read(rows);
        if (all().isEmpty()) {
            throw new CannotStart(
                    "No model of the stored catalogue is enabled and installed. Install the models again.", null);
        }
    }

    private void warnOfDifferences(List<StoredModel> rows) {
        List<String> different = new ArrayList<>();
        for (StoredModel row : rows) {
            installed.stream()
                    .filter(model -> model.isRemote() && model.id().equals(row.id()))
                    .map(model -> differences(CatalogueEntry.of(model), row))
                    .filter(fields -> !fields.isEmpty())
                    .forEach(fields -> different.add(row.id() + " (" + String.join(", ", fields) + ")"));
        }
        if (!different.isEmpty()) {
            LOG.warning("The configuration has other values than the stored catalogue, which rules: "
                    + String.join("; ", different) + ". Change the catalogue with PUT /api/v2/AIModels/{id}, or the"
                    + " configuration.");
        }
    }

    private static List<String> differences(CatalogueEntry configured, StoredModel row) {
        if (row.isDeleted()) {
            return List.of("deleted");
        }
        CatalogueEntry entry = row.entry();
        return Stream.of(
                        Map.entry("name", configured.name().equals(entry.name())),
                        Map.entry("provider", configured.provider().equals(entry.provider())),
                        Map.entry("languages", configured.languages().equals(entry.languages())),
                        Map.entry("licence", configured.licence().equals(entry.licence())),
                        Map.entry("upstream", configured.remote().equals(entry.remote())),
                        Map.entry("limits", configured.limits().equals(entry.limits())),
                        Map.entry("enabled", configured.enabled() == entry.enabled()),
                        Map.entry("default", !configured.isDefault() || entry.isDefault()),
                        Map.entry("fallback", configured.fallback().equals(entry.fallback())))
                .filter(field -> !field.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void read(List<StoredModel> rows) {
        snapshot = Snapshot.of(
                rows.stream()
                        .filter(row -> !row.isDeleted())
                        .map(this::catalogued)
                        .toList(),
                true);
    }

    /** Of a model that is installed, the installation knows what it is. All else is stored. */
    private CatalogueModel catalogued(StoredModel row) {
        CatalogueEntry entry = row.entry();
        Optional<AiModel> local = installed(row.id());
        AiModel model = new AiModel(
                row.id(),
                entry.name(),
                local.map(AiModel::provider).orElse(entry.provider()),
                local.map(AiModel::engine).orElse(row.engine()),
                local.map(AiModel::languages).orElse(entry.languages()),
                entry.isDefault(),
                local.map(AiModel::licence).orElse(entry.licence()),
                prices.of(row.id()),
                prices.isChargeable(row.id()),
                entry.remote(),
                entry.limits(),
                entry.enabled(),
                entry.fallback());
        return new CatalogueModel(model, row.version(), row.isRemote() || local.isPresent());
    }

    /** A model that runs here, as it is installed. */
    Optional<AiModel> installed(UUID id) {
        return installed.stream()
                .filter(model -> !model.isRemote() && model.id().equals(id))
                .findFirst();
    }

    /** Reads the stored catalogue now, after a change on this node. */
    void refresh() {
        if (snapshot.isStored()) {
            read(stored.all());
        }
    }

    private Snapshot current() {
        Snapshot now = snapshot;
        // one thread reads; the others go on with the copy that they have
        if (now.isOld() && reading.tryLock()) {
            try {
                read(stored.all());
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "The catalogue of models cannot be read; the copy of this node stays: {0}", e);
                snapshot = new Snapshot(now.all(), now.usable(), true, System.nanoTime());
            } finally {
                reading.unlock();
            }
        }
        return snapshot;
    }

    /** The models that callers may use. One of them is the default. */
    public List<AiModel> all() {
        return current().usable();
    }

    /** As {@link #catalogue}, read now: an administrator sees a change that another node has just made. */
    public List<CatalogueModel> catalogueNow() {
        refresh();
        return catalogue();
    }

    /** All models, also those that callers may not use. */
    public List<CatalogueModel> catalogue() {
        return current().all();
    }

    /** The models that take over when this one fails, in their order. */
    public List<AiModel> fallbacks(AiModel model) {
        List<AiModel> usable = all();
        return model.fallback().stream()
                .flatMap(id -> usable.stream().filter(other -> other.id().equals(id)))
                .toList();
    }

    /**
     * The model of this id, or the default model without an id.
     *
     * @throws Problem 404 when there is no such model
     */
    public AiModel required(Optional<UUID> id) {
        return all().stream()
                .filter(model -> id.map(model.id()::equals).orElse(model.isDefault()))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        404,
                        Message.of("model.unknown"),
                        Map.of("ModelId", Message.of("model.unknown")),
                        Optional.empty()));
    }
}
