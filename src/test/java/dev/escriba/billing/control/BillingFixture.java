package dev.escriba.billing.control;

import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Credit;
import dev.escriba.billing.entity.Hold;
import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.reporting.control.Reconciler;
import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Billing on a real database, each step in a transaction of its own, as in the container, with runs to place holds for.
 * Thread-safe.
 */
public final class BillingFixture implements AutoCloseable {

    private final EntityManagerFactory factory;
    private final Clock clock;
    private final Optional<BigDecimal> perKey;
    private final Optional<BigDecimal> perUser;

    public BillingFixture(Databases.Database database) {
        this(database, Clock.systemUTC(), Optional.empty(), Optional.empty());
    }

    public BillingFixture(
            Databases.Database database, Clock clock, Optional<BigDecimal> perKey, Optional<BigDecimal> perUser) {
        this.factory = database.entityManagers();
        this.clock = clock;
        this.perKey = perKey;
        this.perUser = perUser;
    }

    public <T> T inTransaction(Function<EntityManager, T> step) {
        EntityManager entities = factory.createEntityManager();
        try {
            entities.getTransaction().begin();
            T result = step.apply(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    public String account() {
        return inTransaction(entities -> {
            // with the columns of the first versions, because a test has the schema of an earlier one
            String id = UUID.randomUUID().toString();
            entities.createNativeQuery("insert into account (id, name, currency, scale, created_at)"
                            + " values (?1, ?2, 'USD', 6, ?3)")
                    .setParameter(1, id)
                    .setParameter(2, "test " + id)
                    .setParameter(3, clock.millis() * 1000)
                    .executeUpdate();
            return id;
        });
    }

    public static Spender spender(String account) {
        return new Spender(account, "key:test", Optional.empty());
    }

    /** Stores a running instance and its hold, in one transaction. */
    public UUID begin(String account, String most) {
        return begin(spender(account), new BigDecimal(most));
    }

    public UUID begin(Spender spender, BigDecimal most) {
        Reservation reservation = new Reservation(spender, most, "USD", clock.instant());
        limits().prepare(spender, reservation.month());
        return inTransaction(entities -> {
            UUID instance = UUID.randomUUID();
            entities.createNativeQuery(
                            "insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                                    + " container, codec, started_at) values (?1, ?2, ?3, 'node', 'RUNNING',"
                                    + " 'model', 'en', 1, 'WAV', 'pcm', ?4)")
                    .setParameter(1, instance.toString())
                    .setParameter(2, spender.accountId())
                    .setParameter(3, spender.key())
                    .setParameter(4, clock.millis() * 1000)
                    .executeUpdate();
            holds(entities).place(instance, reservation);
            return instance;
        });
    }

    public void settle(UUID instance, String cost) {
        settle(instance, cost, placed -> placed);
    }

    /** Settles with a reservation that differs from the hold. */
    public void settle(UUID instance, String cost, UnaryOperator<Reservation> mistaken) {
        inTransaction(entities -> {
            int ended = entities.createNativeQuery(
                            "update instance set state = 'SUCCEEDED', prompt_cost = ?1, completion_cost = 0,"
                                    + " price_id = null, duration_nanos = 1000000000, prompt_tokens = 10,"
                                    + " completion_tokens = 5"
                                    + " where id = ?2 and state = 'RUNNING'")
                    .setParameter(1, new BigDecimal(cost))
                    .setParameter(2, instance.toString())
                    .executeUpdate();
            if (ended == 0) {
                throw new IllegalStateException("ended already");
            }
            Hold hold = entities.find(Hold.class, instance.toString());
            Instant month = YearMonth.of(hold.billingMonth() / 100, hold.billingMonth() % 100)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            holds(entities)
                    .settle(
                            instance,
                            mistaken.apply(new Reservation(hold.spender(), hold.amount(), "USD", month)),
                            new BigDecimal(cost));
            return null;
        });
    }

    public boolean release(UUID instance) {
        return inTransaction(entities -> {
            failed(entities, instance);
            return holds(entities).release(instance);
        });
    }

    public boolean expire(UUID instance) {
        return inTransaction(entities -> {
            failed(entities, instance);
            return holds(entities).expire(instance);
        });
    }

    /** Locks in the order of the service: the instance first. */
    private static void failed(EntityManager entities, UUID instance) {
        entities.createNativeQuery("update instance set state = case state when 'RUNNING' then 'FAILED' else state end"
                        + " where id = ?1")
                .setParameter(1, instance.toString())
                .executeUpdate();
    }

    public Credits.Booked credit(String account, String amount) {
        return credit(account, amount, UUID.randomUUID().toString());
    }

    public Credits.Booked credit(String account, String amount, String reference) {
        return credits().add(new Credit(account, new BigDecimal(amount), "a test", "key:admin", reference));
    }

    public Balance balance(String account) {
        return inTransaction(entities -> new LedgerQueries(entities).balance(account));
    }

    public List<LedgerLine> lines(String account) {
        return inTransaction(entities -> new LedgerQueries(entities)
                .lines(
                        account,
                        Optional.empty(),
                        Instant.EPOCH,
                        Instant.parse("9999-01-01T00:00:00Z"),
                        Long.MAX_VALUE,
                        10_000));
    }

    public Reconciliation reconcile() {
        return inTransaction(entities -> new Reconciler(entities, clock).reconcile());
    }

    public int sql(String statement) {
        return inTransaction(entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    public Object one(String query) {
        return inTransaction(entities -> entities.createNativeQuery(query).getSingleResult());
    }

    private Holds holds(EntityManager entities) {
        return new Holds(entities, clock, limits());
    }

    private SpendingLimits limits() {
        return new SpendingLimits(
                new BillingSettings(perKey, perUser, RoundingMode.HALF_EVEN),
                new SpendingRows(new SpendingRows.SpendingTransactions(null) {
                    @Override
                    public boolean exists(
                            String account,
                            dev.escriba.billing.entity.Spending.Subject kind,
                            String subject,
                            int month) {
                        return inTransaction(own ->
                                new SpendingRows.SpendingTransactions(own).exists(account, kind, subject, month));
                    }

                    @Override
                    public void create(
                            String account,
                            dev.escriba.billing.entity.Spending.Subject kind,
                            String subject,
                            int month) {
                        inTransaction(own -> {
                            new SpendingRows.SpendingTransactions(own).create(account, kind, subject, month);
                            return null;
                        });
                    }
                }));
    }

    private Credits credits() {
        return new Credits(new Credits.CreditTransactions(null, clock, null) {
            @Override
            public Optional<LedgerLine> find(Credit credit) {
                return inTransaction(
                        own -> new Credits.CreditTransactions(own, clock, NoRequest.audit(own, clock)).find(credit));
            }

            @Override
            public boolean isOpen(String account) {
                return inTransaction(
                        own -> new Credits.CreditTransactions(own, clock, NoRequest.audit(own, clock)).isOpen(account));
            }

            @Override
            public void open(String account) {
                inTransaction(own -> {
                    new Credits.CreditTransactions(own, clock, NoRequest.audit(own, clock)).open(account);
                    return null;
                });
            }

            @Override
            public LedgerLine book(Credit credit) {
                return inTransaction(
                        own -> new Credits.CreditTransactions(own, clock, NoRequest.audit(own, clock)).book(credit));
            }
        });
    }

    @Override
    public void close() {
        factory.close();
    }
}
