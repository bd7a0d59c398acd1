package dev.escriba.billing.control;

import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.DatedPrice;
import dev.escriba.billing.entity.PriceLock;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.control.ModelPrices;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.DatabaseTime;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.control.AccountSettings;
import dev.escriba.security.control.Audit;
import dev.escriba.security.control.PlacesRule;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.settings.entity.CannotStart;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * The dated prices. The configuration seeds the price of a model once; after that administrators set it. A price comes
 * into force at once. It is dated by the clock of the database.
 */
@ApplicationScoped
public class PriceList implements ModelPrices, PlacesRule {

    private static final Logger LOG = Logger.getLogger(PriceList.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Models models;

    @Inject
    AccountSettings settings;

    @Inject
    BillingSettings billing;

    @Inject
    Audit audit;

    private final Supplier<Instant> now;

    protected PriceList() {
        now = () -> DatabaseTime.now(entities);
    }

    /** For use without a container. */
    public PriceList(EntityManager entities, Clock clock, Models models, AccountSettings settings) {
        this(entities, clock, models, settings, RoundingMode.HALF_EVEN);
    }

    /** For use without a container. */
    PriceList(EntityManager entities, Clock clock, Models models, AccountSettings settings, Audit audit) {
        this(entities, clock, models, settings);
        this.audit = audit;
    }

    /** For use without a container. */
    PriceList(EntityManager entities, Clock clock, Models models, AccountSettings settings, RoundingMode rounding) {
        this.entities = entities;
        this.now = clock::instant;
        this.models = models;
        this.settings = settings;
        this.billing = new BillingSettings(Optional.empty(), Optional.empty(), rounding);
    }

    /**
     * Stores the configured price of each model that has none yet. After that the stored prices rule, and a configured
     * price that differs is told in one warning. A node whose clock or database was ahead may have stored a price that
     * is dated in the future: the order of the dates decides which price is in force, so it is in force nevertheless,
     * and the next price gets a later date.
     *
     * @throws CannotStart if a chargeable model has no price, if rounding makes a price ineffective, or if a price for
     *     tokens has no upper bound
     */
    @Transactional
    public void start(@Observes @Priority(Schema.FIRST + 150) @Initialized(ApplicationScoped.class) Object start) {
        List<CatalogueModel> catalogue = models.catalogue();
        // a model that is disabled now gets its price too: it must not run free once it is enabled
        List<AiModel> all = catalogue.stream().map(CatalogueModel::model).toList();
        List<AiModel> usable = models.all();
        usable.forEach(this::requirePrice);
        catalogue.stream()
                .filter(entry -> entry.isUsable() || !isSeeded(entry.model()))
                .forEach(entry -> check(entry.model()));
        warnOfFreeModels(usable);
        all.forEach(this::warnOfFuture);
        warnOfDifferences(all);
        if (all.stream().allMatch(this::isSeeded)) {
            // a node that is frozen could hold the lock
            return;
        }
        lock();
        for (AiModel model : all) {
            if (!isSeeded(model)) {
                store(model.id(), model.price().orElseThrow());
                LOG.info("Model " + model.id() + " has its configured price, in force from now on");
            }
        }
    }

    /**
     * Serialises the transactions that store a price, enable a model or create an account: each of them checks what the
     * others store. A run does not take this lock. The administration of the catalogue takes the lock of the catalogue
     * first and this one second. No transaction takes the two in the other order, so none waits for the other for ever.
     */
    private void lock() {
        if (entities.find(PriceLock.class, PriceLock.ID, LockModeType.PESSIMISTIC_WRITE) == null) {
            throw new IllegalStateException("The table price_writer has no row: the database was not restored whole");
        }
    }

    private void store(UUID model, Price price) {
        Instant time = now.get();
        Instant from = newest(model)
                .map(DatedPrice::validFrom)
                .map(earlier -> earlier.plus(1, ChronoUnit.MICROS))
                .filter(time::isBefore)
                .orElse(time);
        entities.persist(new DatedPrice(model, settings.currency(), price, from));
        entities.flush();
    }

    /** A model without a price beside models with one is probably an oversight: its runs cost nothing. */
    private void warnOfFreeModels(List<AiModel> all) {
        if (all.stream().allMatch(model -> current(model).isFree())) {
            return;
        }
        all.stream()
                .filter(model -> model.price().isEmpty() && newest(model.id()).isEmpty())
                .forEach(model -> LOG.warning("Model " + model.id() + " (" + model.name()
                        + ") has no price, and other models have: its runs are free. Set its price with PUT"
                        + " /api/v2/AIModels/" + model.id() + ", to 0 if that is meant."));
    }

    private void warnOfFuture(AiModel model) {
        newest(model.id())
                .filter(price -> price.validFrom().isAfter(now.get()))
                .ifPresent(price -> LOG.warning("The price of model " + model.id() + " has the date "
                        + price.validFrom() + ", which is in the future: a clock was ahead. It is in force"
                        + " nevertheless, until another price is stored."));
    }

    private void warnOfDifferences(List<AiModel> all) {
        List<String> different = all.stream()
                .filter(model -> model.price().isPresent()
                        && newest(model.id())
                                .filter(stored ->
                                        !stored.price().isSameAs(model.price().get()))
                                .isPresent())
                .map(model -> model.id().toString())
                .toList();
        if (!different.isEmpty()) {
            LOG.warning("The configuration has other prices than the stored ones, which rule, for "
                    + String.join(", ", different) + ". Set a price with PUT /api/v2/AIModels/{id}, or change the"
                    + " configuration.");
        }
    }

    /** A configured price of zero needs no row. */
    private boolean isSeeded(AiModel model) {
        return model.price().map(Price::isFree).orElse(true)
                || newest(model.id()).isPresent();
    }

    /** The price in force: the stored one, or the configured one before it is stored. */
    private Price current(AiModel model) {
        return newest(model.id()).map(DatedPrice::price).or(model::price).orElse(Price.FREE);
    }

    @Override
    @Transactional
    public Map<UUID, PriceInForce> inForce(String accountId) {
        Account account = entities.find(Account.class, accountId);
        Map<UUID, PriceInForce> prices = new HashMap<>();
        // the newest of each model comes first
        for (DatedPrice price : all(account.currency())) {
            prices.putIfAbsent(
                    price.modelId(), new PriceInForce(price.id(), price.price(), price.currency(), price.validFrom()));
        }
        return prices;
    }

    @Override
    public String currency() {
        return settings.currency();
    }

    @Override
    @Transactional
    public boolean isPriced(UUID model) {
        return newest(model).isPresent();
    }

    @Override
    @Transactional
    public void set(Caller author, AiModel model, Price price) {
        lock();
        if (newest(model.id()).filter(stored -> stored.price().isSameAs(price)).isPresent()) {
            return;
        }
        requireEffective(price);
        store(model.id(), price);
        audit.record(
                author.getName(),
                Act.PRICE_CHANGED,
                model.id().toString(),
                Optional.empty(),
                Map.of(
                        "currency", settings.currency(),
                        "perMinute", Amounts.plain(price.perMinute()),
                        "perMillionPromptTokens", Amounts.plain(price.perMillionPromptTokens()),
                        "perMillionCompletionTokens", Amounts.plain(price.perMillionCompletionTokens())));
    }

    @Override
    @Transactional
    public void requireBound(AiModel model) {
        if (newest(model.id())
                .filter(stored -> model.isUnbounded(stored.price()))
                .isPresent()) {
            throw Problem.invalid("limits.maxTokensPerMinute", "model.bound-needed");
        }
    }

    @Override
    @Transactional
    public void requireEffective(AiModel model) {
        lock();
        newest(model.id()).map(DatedPrice::price).ifPresent(this::requireEffective);
    }

    /** Requires that a price charges every account, and every new one. */
    private void requireEffective(Price price) {
        int scale = smallestScale().filter(stored -> stored < settings.scale()).orElse(settings.scale());
        if (isFreeByRounding(price, scale)) {
            throw Problem.invalid("price", "model.price-rounds", scale);
        }
    }

    /** A disabled model is checked when it is enabled. Another node may have enabled it just now. */
    @Override
    @Transactional
    public void requireEffectivePrices(int scale) {
        lock();
        if (models.catalogueNow().stream()
                .map(CatalogueModel::model)
                .anyMatch(model -> model.enabled() && isFreeByRounding(current(model), scale))) {
            throw Problem.invalid("scale", "billing.scale-rounds", scale);
        }
    }

    private void requirePrice(AiModel model) {
        if (model.chargeable() && model.price().isEmpty() && newest(model.id()).isEmpty()) {
            throw new CannotStart(
                    "escriba.models.chargeable names the model " + model.id() + " (" + model.name()
                            + "), which has no price. Set escriba.models.prices." + model.id()
                            + ".per-minute, or other parts.",
                    null);
        }
    }

    private void check(AiModel model) {
        Price price = current(model);
        if (model.isUnbounded(price)) {
            throw new CannotStart(
                    "The price of the remote model " + model.id() + " (" + model.name() + ") counts tokens, and nothing"
                            + " limits the tokens of a run. Set escriba.models.catalogue." + model.id()
                            + ".max-tokens-per-minute, or price it by the minute.",
                    null);
        }
        if (isFreeByRounding(price, settings.scale())) {
            throw new CannotStart(
                    "The price of model " + model.id() + " (" + model.name() + ") charges nothing: a minute of speech"
                            + " costs no more than half of the smallest amount, with " + settings.scale()
                            + " decimal places. Raise escriba.billing.scale or the price, or set "
                            + BillingSettings.ROUNDING + "=up, so that each cost is rounded up.",
                    null);
        }
        Optional<Integer> places = smallestScale().filter(stored -> isFreeByRounding(price, stored));
        places.ifPresent(
                stored -> LOG.warning("The price of model " + model.id() + " charges nothing for accounts with "
                        + stored + " decimal places: set " + BillingSettings.ROUNDING + "=up"));
    }

    private boolean isFreeByRounding(Price price, int places) {
        return new Tariff(Optional.empty(), price, settings.currency(), places, billing.rounding()).isFreeByRounding();
    }

    /** The fewest decimal places of an account in the currency. */
    private Optional<Integer> smallestScale() {
        return Optional.ofNullable(
                entities.createQuery("select min(a.scale) from Account a where a.currency = :currency", Integer.class)
                        .setParameter("currency", settings.currency())
                        .getSingleResult());
    }

    /**
     * Tariff and balance of an account for a model now, by the price that was stored last, whatever the clocks say. A
     * model without a stored price is free. One statement reads both, so that they belong to the same moment. It runs
     * in a transaction, because some servers otherwise keep the connection until the request ends.
     */
    @Transactional
    public AccountPricing pricing(String account, UUID model) {
        List<?> rows = entities.createNamedQuery(DatedPrice.PRICING)
                .setParameter(1, account)
                .setParameter(2, model.toString())
                .setMaxResults(1)
                .getResultList();
        if (rows.isEmpty()) {
            throw new IllegalStateException("the account of the caller does not exist");
        }
        Object[] row = (Object[]) rows.get(0);
        Optional<UUID> id = Optional.ofNullable((String) row[3]).map(UUID::fromString);
        Price price =
                id.isEmpty() ? Price.FREE : new Price((BigDecimal) row[4], (BigDecimal) row[5], (BigDecimal) row[6]);
        return new AccountPricing(
                new Tariff(id, price, (String) row[0], ((Number) row[1]).intValue(), billing.rounding()),
                Optional.ofNullable((BigDecimal) row[2]).orElse(BigDecimal.ZERO));
    }

    /** All prices, current and past, the newest of each model first. */
    @Transactional
    public List<DatedPrice> all(String currency) {
        return entities.createNamedQuery(DatedPrice.ALL, DatedPrice.class)
                .setParameter("currency", currency)
                .getResultList();
    }

    private Optional<DatedPrice> newest(UUID model) {
        return entities
                .createNamedQuery(DatedPrice.NEWEST, DatedPrice.class)
                .setParameter("model", model.toString())
                .setParameter("currency", settings.currency())
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }
}
