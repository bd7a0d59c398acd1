package dev.escriba.billing.control;

import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.DatedPrice;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
import dev.escriba.schema.control.InstantMicros;
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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * The dated prices. At each start the configured prices are compared with the stored ones, and a changed price comes
 * into force at once.
 */
@ApplicationScoped
public class PriceList {

    private static final Logger LOG = Logger.getLogger(PriceList.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    Models models;

    @Inject
    AccountSettings settings;

    protected PriceList() {}

    /** For use without a container. */
    public PriceList(EntityManager entities, Clock clock, Models models, AccountSettings settings) {
        this.entities = entities;
        this.clock = clock;
        this.models = models;
        this.settings = settings;
    }

    /**
     * Stores changed prices.
     *
     * @throws CannotStart if a chargeable model has no price
     */
    @Transactional
    public void start(@Observes @Priority(Schema.FIRST + 150) @Initialized(ApplicationScoped.class) Object start) {
        // this lock serialises nodes that start together; the first account exists by now
        entities.find(Account.class, Account.firstId(), LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        String currency = settings.currency();
        for (AiModel model : models.all()) {
            if (model.chargeable() && model.price().isEmpty()) {
                throw new CannotStart(
                        "escriba.models.chargeable names the model " + model.id() + " (" + model.name()
                                + "), which has no price. Set escriba.models.prices." + model.id()
                                + ".per-minute, or other parts.",
                        null);
            }
            Price configured = model.price().orElse(Price.FREE);
            // includes a price of a node whose clock is ahead
            Optional<DatedPrice> newest = newest(model.id(), currency);
            if (!configured.isSameAs(newest.map(DatedPrice::price).orElse(Price.FREE))) {
                Instant from = newest.map(DatedPrice::validFrom)
                        .map(earlier -> earlier.plus(1, ChronoUnit.MICROS))
                        .filter(now::isBefore)
                        .orElse(now);
                entities.persist(new DatedPrice(model.id(), currency, configured, from));
                LOG.info("Model " + model.id() + " has a new price, in force from now on");
            }
        }
    }

    /**
     * Tariff and balance of an account for a model now. A model without a stored price is free. One statement reads
     * both, so that they belong to the same moment. It runs in a transaction, because some servers otherwise keep the
     * connection until the request ends.
     */
    @Transactional
    public AccountPricing pricing(String account, UUID model) {
        List<?> rows = entities.createNamedQuery(DatedPrice.PRICING)
                .setParameter(1, account)
                .setParameter(2, model.toString())
                .setParameter(3, InstantMicros.micros(clock.instant()))
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
                new Tariff(id, price, (String) row[0], ((Number) row[1]).intValue()),
                Optional.ofNullable((BigDecimal) row[2]).orElse(BigDecimal.ZERO));
    }

    /** All prices, current and past, the newest of each model first. */
    @Transactional
    public List<DatedPrice> all(String currency) {
        return entities.createNamedQuery(DatedPrice.ALL, DatedPrice.class)
                .setParameter("currency", currency)
                .getResultList();
    }

    private Optional<DatedPrice> newest(UUID model, String currency) {
        return entities
                .createNamedQuery(DatedPrice.NEWEST, DatedPrice.class)
                .setParameter("model", model.toString())
                .setParameter("currency", currency)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }
}
