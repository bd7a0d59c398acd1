package dev.escriba.models.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.ModelLimits;
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

    @Inject
    ModelPrices priceList;

    /** Private, so that no other code can hold it. */
    private final ReentrantLock reading = new ReentrantLock();

    private List<AiModel> installed = List.of();
    private volatile Snapshot snapshot;

    /** A copy of the catalogue. A catalogue that is not stored never expires. */
    private record Snapshot(List<CatalogueModel> all, List<AiModel> usable, boolean isStored, long readAt) {

        static Snapshot of(List<CatalogueModel> all, boolean isStored) {
            List<AiModel> usable = all.stream()
                    .filter(CatalogueModel::isUsable)
                    .map(CatalogueModel::model)
                    .toList();
            return new Snapshot(all, withDefault(usable), isStored, System.nanoTime());
        }

        /** If the default model is not installed any more, the first model takes its place. */
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
    Models(List<AiModel> installed, ConfiguredPrices prices, StoredModels stored, ModelPrices priceList) {
        this.prices = prices;
        this.stored = stored;
        this.priceList = priceList;
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
        List<StoredModel> before = stored.all();
        // what is wrong is refused before it is stored: a later start would not read it from the configuration again
        installed.forEach(model -> requireSeed(model, before));
        for (AiModel model : installed) {
            CreateOnce.ensure(() -> stored.isStored(model.id()), () -> stored.seed(model, CatalogueEntry.of(model)));
        }
        before.forEach(this::takeOverLimit);
        List<StoredModel> rows = stored.all();
        prices.requireKnown(rows.stream().map(StoredModel::id).toList());
        warnOfDifferences(rows);
        read(rows);
        if (all().isEmpty()) {
            throw new CannotStart(
                    "No model of the stored catalogue is enabled and installed. Install the models again.", null);
        }
    }

    private void requireSeed(AiModel model, List<StoredModel> rows) {
        if (rows.stream().anyMatch(row -> row.id().equals(model.id()))) {
            return;
        }
        if (model.price().filter(model::isUnbounded).isPresent()) {
            throw new CannotStart(
                    "The price of the remote model " + model.id() + " (" + model.name() + ") counts tokens, and nothing"
                            + " limits the tokens of a run. Set " + ModelSettings.CATALOGUE + model.id()
                            + ".max-tokens-per-minute, or price it by the minute.",
                    null);
        }
        for (UUID other : model.fallback()) {
            boolean known = installed.stream().anyMatch(one -> one.id().equals(other))
                    || rows.stream()
                            .anyMatch(row -> !row.isDeleted() && row.id().equals(other));
            if (!known || other.equals(model.id())) {
                throw new CannotStart(
                        ModelSettings.CATALOGUE + model.id() + ".fallback names the model " + other
                                + ", which is no other model of the catalogue. Set it to the ids of other models.",
                        null);
            }
        }
    }

    /** A configured maximum of tokens applies until a run was charged by tokens, or another maximum is stored. */
    private void takeOverLimit(StoredModel row) {
        ModelLimits known = row.entry().limits();
        installed.stream()
                .filter(model -> model.isRemote() && model.id().equals(row.id()))
                .map(model -> model.limits().maxTokensPerMinute())
                .filter(most -> most.isPresent()
                        && known.maxTokensPerMinute().isEmpty()
                        && !row.isDeleted()
                        && !priceList.isPriced(row.id()))
                .forEach(most -> stored.limit(row.id(), new ModelLimits(known.maxAudioSeconds(), most)));
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

    /** The installation says what an installed model is. The catalogue has everything else. */
    CatalogueModel catalogued(StoredModel row) {
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
        if (!snapshot.isStored()) {
            return;
        }
        // a reader that began before the change must not store its older copy after this one
        reading.lock();
        try {
            read(stored.all());
        } finally {
            reading.unlock();
        }
    }

    private Snapshot current() {
        Snapshot now = snapshot;
        // one thread reads; the others go on with the copy that they have
        if (now.isOld() && reading.tryLock()) {
            try {
                read(stored.all());
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "The catalogue of models cannot be read; the copy of this node stays: {0}",
                        new Object[] {e});
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

    /**
     * The model of this id as this node knows it, also one that was disabled. Never reads the database, so that a
     * thread that may be interrupted can call it.
     */
    public Optional<AiModel> known(UUID id) {
        return snapshot.all().stream()
                .map(CatalogueModel::model)
                .filter(model -> model.id().equals(id))
                .findFirst();
    }

    /** All models as this node knows them. Never reads the database. */
    public List<AiModel> known() {
        return snapshot.all().stream().map(CatalogueModel::model).toList();
    }

    /** As {@link #catalogue}, but read now, so that an administrator sees a change that another node has just made. */
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
                .orElseThrow(Models::unknown);
    }

    /** The default model as this node knows it. Never reads the database. */
    public AiModel knownDefault() {
        return snapshot.usable().stream().filter(AiModel::isDefault).findFirst().orElseThrow(Models::unknown);
    }

    /**
     * The model of a run that was accepted before, also one that was disabled since. Another node may have accepted the
     * run for a model that is too new for the copy of this node.
     *
     * @throws Problem 404 where it was deleted, or is not installed any more
     */
    public AiModel accepted(UUID id) {
        Optional<AiModel> known = runnable(id);
        if (known.isPresent()) {
            return known.get();
        }
        refresh();
        return runnable(id).orElseThrow(Models::unknown);
    }

    private Optional<AiModel> runnable(UUID id) {
        return catalogue().stream()
                .filter(CatalogueModel::installed)
                .map(CatalogueModel::model)
                .filter(model -> model.id().equals(id))
                .findFirst();
    }

    private static Problem unknown() {
        Message message = Message.of("model.unknown");
        return new Problem(404, message, Map.of("ModelId", message), Optional.empty());
    }
}
