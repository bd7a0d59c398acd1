package dev.escriba.billing.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.entity.Spender;
import dev.escriba.schema.Databases;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PastSpendersTest {

    private static final Clock NOVEMBER = at("2026-11-30T23:59:59Z");
    private static final String IDENTIFIED = "select count(*) from hold where user_identifier = 'ana'";
    private static final String SUMS = "select count(*) from spending where subject_kind = 'USER' and subject = 'ana'";

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theMonthsThatLimitsMayStillCountStay(Databases.Database database) {
        try (BillingFixture billing = spent(database)) {
            String account = String.valueOf(billing.one("select max(account_id) from hold"));

            assertThat(forget(billing, account, at("2026-12-31T23:59:59Z"))).isZero();
            assertThat(count(billing, IDENTIFIED)).isEqualTo(2);
            assertThat(count(billing, SUMS)).isEqualTo(1);

            assertThat(forget(billing, account, at("2027-01-01T00:00:00Z"))).isEqualTo(1);
            assertThat(forget(billing, account, at("2027-01-01T00:00:00Z"))).isZero();
            assertThat(count(billing, IDENTIFIED)).as("the open hold").isEqualTo(1);
            assertThat(count(billing, SUMS)).isZero();
            assertThat(count(billing, "select count(*) from spending where subject_kind = 'KEY'"))
                    .isEqualTo(1);
            assertThat(count(billing, "select count(*) from spending where subject = 'bob'"))
                    .isEqualTo(1);
            assertThat(billing.reconcile().differences()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theUserOfAnotherAccountStays(Databases.Database database) {
        try (BillingFixture billing = spent(database)) {
            assertThat(forget(billing, billing.account(), at("2027-06-01T00:00:00Z")))
                    .isZero();
            assertThat(count(billing, IDENTIFIED)).isEqualTo(2);
        }
    }

    /** A frozen node may hold the lock of the sum. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void passesOverASumThatIsLocked(Databases.Database database) throws SQLException {
        try (BillingFixture billing = spent(database);
                Connection frozen = database.dataSource().getConnection();
                Statement locking = frozen.createStatement()) {
            String account = String.valueOf(billing.one("select max(account_id) from hold"));
            frozen.setAutoCommit(false);
            locking.execute("update spending set amount = amount where subject = 'ana'");
            assertThat(forget(billing, account, at("2027-01-01T00:00:00Z"))).isEqualTo(1);
            assertThat(count(billing, SUMS)).isEqualTo(1);
            frozen.rollback();
            assertThat(forget(billing, account, at("2027-01-01T00:00:00Z"))).isZero();
            assertThat(count(billing, SUMS)).isZero();
        }
    }

    /** In November ana has an open hold and a settled one, and bob has a settled one. */
    private static BillingFixture spent(Databases.Database database) {
        BillingFixture billing = new BillingFixture(database, NOVEMBER, Optional.empty(), Optional.empty());
        String account = billing.account();
        billing.credit(account, "10");
        for (String user : new String[] {"ana", "bob"}) {
            UUID run = billing.begin(new Spender(account, "key:1", Optional.of(user)), BigDecimal.ONE);
            billing.settle(run, "0.5");
        }
        billing.begin(new Spender(account, "key:1", Optional.of("ana")), BigDecimal.ONE);
        return billing;
    }

    private static int forget(BillingFixture billing, String account, Clock clock) {
        return billing.inTransaction(entities -> new PastSpenders(entities, clock).forget(account, "ana"));
    }

    private static long count(BillingFixture billing, String query) {
        return ((Number) billing.one(query)).longValue();
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }
}
