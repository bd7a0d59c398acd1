package dev.escriba.billing.control;

import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.DatedPrice;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
import dev.escriba.schema.control.DatabaseTime;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.control.AccountSettings;
import dev.escriba.security.entity.Account;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * The dated prices. At each start the configured prices are compared with the stored ones, and a changed price comes
 * into force at once. It is dated by the clock of the database.
 */
@ApplicationScoped
public class PriceList {

    private static final Logger LOG = Logger.getLogger(PriceList.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Models models;

    @Inject
    AccountSettings settings;

    @Inject
    BillingSettings billing;

    private final Supplier<Instant> now;

    protected PriceList() {
        now = () -> DatabaseTime.now(entities);
    }

    /** For use without a container. */
    public PriceList(EntityManager entities, Clock clock, Models models, AccountSettings settings) {
        this(entities, clock, models, settings, RoundingMode.HALF_EVEN);
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
     * Stores changed prices. A node whose clock or database was ahead may have stored a price that is dated in the
     * future: the order of the dates decides which price is in force, so it is in force nevertheless, and the next price
     * gets a later date.
     *
     * @throws CannotStart if a chargeable model has no price, or rounding makes a price ineffective
     */
    @Transactional
    public void start(@Observes @Priority(Schema.FIRST + 150) @Initialized(ApplicationScoped.class) Object start) {
        models.all().forEach(this::check);
        warnOfFreeModels();
        if (models.all().stream().allMatch(this::isStored)) {
            // the lock of the first account could be held by a node that is frozen
            return;
        }
        // this lock serialises nodes that start together; the first account exists by now
        entities.find(Account.class, Account.firstId(), LockModeType.PESSIMISTIC_WRITE);
        Instant time = now.get();
        for (AiModel model : models.all()) {
            if (!isStored(model)) {
                Instant from = newest(model.id())
                        .map(DatedPrice::validFrom)
                        .map(earlier -> earlier.plus(1, ChronoUnit.MICROS))
                        .filter(time::isBefore)
                        .orElse(time);
                entities.persist(new DatedPrice(model.id(), settings.currency(), configured(model), from));
                LOG.info("Model " + model.id() + " has a new price, in force from now on");
            }
        }
    }

    /** A model without a price beside models with one is probably an oversight: its runs cost nothing. */
    private void warnOfFreeModels() {
        if (models.all().stream().allMatch(model -> configured(model).isFree())) {
            return;
        }
        models.all().stream()
                .filter(model -> model.price().isEmpty())
                .forEach(model -> LOG.warning("Model " + model.id() + " (" + model.name()
                        + ") has no price, and other models have: its runs are free. Set escriba.models.prices."
                        + model.id() + ".per-minute, to 0 if that is meant."));
    }

    private boolean isStored(AiModel model) {
        Optional<DatedPrice> newest = newest(model.id());
        newest.filter(price -> price.validFrom().isAfter(now.get()))
                .ifPresent(price -> LOG.warning("The price of model " + model.id() + " has the date "
                        + price.validFrom() + ", which is in the future: a clock was ahead. It is in force"
                        + " nevertheless, until another price is stored."));
        return configured(model).isSameAs(newest.map(DatedPrice::price).orElse(Price.FREE));
    }

    private static Price configured(AiModel model) {
        return model.price().orElse(Price.FREE);
    }

    private void check(AiModel model) {
        if (model.chargeable() && model.price().isEmpty()) {
            throw new CannotStart(
                    "escriba.models.chargeable names the model " + model.id() + " (" + model.name()
                            + "), which has no price. Set escriba.models.prices." + model.id()
                            + ".per-minute, or other parts.",
                    null);
        }
        if (isFree(model, settings.scale())) {
            throw new CannotStart(
                    "The price of model " + model.id() + " (" + model.name() + ") charges nothing: a minute of speech"
                            + " costs no more than half of the smallest amount, with " + settings.scale()
                            + " decimal places. Raise escriba.billing.scale or the price, or set "
                            + BillingSettings.ROUNDING + "=up, so that each cost is rounded up.",
                    null);
        }
        Optional<Integer> places = smallestScale().filter(stored -> isFree(model, stored));
        places.ifPresent(
                stored -> LOG.warning("The price of model " + model.id() + " charges nothing for accounts with "
                        + stored + " decimal places: set " + BillingSettings.ROUNDING + "=up"));
    }

    private boolean isFree(AiModel model, int places) {
        return new Tariff(Optional.empty(), configured(model), settings.currency(), places, billing.rounding())
                .isFreeByRounding();
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
     * model without a stored price is free. One statement reads both, so that they belong to the same moment. It runs in
     * a transaction, because some servers otherwise keep the connection until the request ends.
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
