package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.billing.control.LedgerQueries;
import dev.escriba.reporting.control.UsageReports;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.schema.Databases;
import dev.escriba.schema.ExplainedQueries;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceState;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The plans of the listings for a million instances: each listing finds its page with an index and sorts nothing. The
 * test explains the queries that the service sends.
 */
class ListingPlansTest {

    private static final UUID MODEL = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e02");

    private static final String COLUMNS =
            "insert into instance (id, account_id, caller, node, state, model_id, user_identifier, channel,"
                    + " culture, file_bytes, container, codec, started_at, transcript_stored_at,"
                    + " lease_until, request_id) select ";

    /** One instance a second. */
    private static final String VALUES = "'account' || mod(x, 3), 'key:' || mod(x, 50), 'node' || mod(x, 7),"
            + " case mod(x, 100) when 0 then 'FAILED' else 'SUCCEEDED' end,"
            + " '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e0' || mod(x, 5),"
            + " 'user' || mod(x, 10000), 'channel' || mod(x, 20), 'en', 1, 'WAV', 'pcm', 1000000 * cast(x as bigint),"
            + " 1000000 * cast(x as bigint), null, 'request' || x from ";

    @Test
    void onPostgres() throws SQLException {
        Databases.Database database = Databases.postgres();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            accounts(statement);
            // indexes that are created after the rows take a fraction of the time
            List<String> indexes = indexes(statement);
            for (String index : indexes) {
                statement.execute("drop index " + index.split(" ", -1)[2]);
            }
            statement.execute(COLUMNS + "gen_random_uuid()::text, " + VALUES + "generate_series(1, 1000000) as s(x)");
            for (String index : indexes) {
                statement.execute(index);
            }
            leftovers(statement, "gen_random_uuid()::text");
            statement.execute("analyze");
        }
        findTheirPages(database, 1_000_000, "Index Scan", "Seq Scan on instance", "Sort");
    }

    private static List<String> indexes(Statement statement) throws SQLException {
        List<String> definitions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select indexdef from pg_indexes where tablename = 'instance' and indexname like 'instance_by_%'")) {
            while (rows.next()) {
                definitions.add(rows.getString(1));
            }
        }
        assertThat(definitions).hasSizeGreaterThan(6);
        return definitions;
    }

    /** The plans of H2 do not depend on the number of rows. */
    @Test
    void onH2() throws SQLException {
        Databases.Database database = Databases.h2();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            accounts(statement);
            statement.execute(COLUMNS + "cast(random_uuid() as varchar(36)), " + VALUES
                    + "(select x from system_range(1, 20000)) as s");
            leftovers(statement, "cast(random_uuid() as varchar(36))");
            statement.execute("analyze");
        }
        findTheirPages(database, 20_000, "/* index sorted */", "tableScan");
    }

    /** Some of the instances have segments and a correction. */
    private static void leftovers(Statement statement, String id) throws SQLException {
        statement.execute("insert into transcript_document (instance_id, document, peaks, peak_millis)"
                + " select id, '[]', '', 1 from instance fetch first 20000 rows only");
        statement.execute("insert into transcript_correction (id, instance_id, segment, text, author, corrected_at)"
                + " select " + id + ", instance_id, 0, '', '', 1 from transcript_document");
    }

    private static void accounts(Statement statement) throws SQLException {
        for (int i = 0; i < 3; i++) {
            statement.execute("insert into account (id, name, currency, created_at) values ('account" + i + "', 'a" + i
                    + "', 'USD', 1)");
        }
    }

    private static void findTheirPages(Databases.Database database, long seconds, String wanted, String... unwanted) {
        ExplainedQueries explained = new ExplainedQueries(database.dataSource());
        try (BillingFixture fixture =
                new BillingFixture(new Databases.Database(database.name(), explained.dataSource()))) {
            for (InstanceFilter filter : filters(seconds)) {
                check(fixture, explained, entities -> new StoredInstances(entities).list(filter), wanted, unwanted);
            }
            check(
                    fixture,
                    explained,
                    entities -> usage(entities, Optional.of("account1"), Grouping.DAY),
                    "",
                    unwanted[0]);
            // the accounts may be read one after the other, their instances may not
            check(
                    fixture,
                    explained,
                    entities -> usage(entities, Optional.empty(), Grouping.ACCOUNT),
                    "",
                    "Seq Scan on instance",
                    "INSTANCE.tableScan");
            // an erasure looks for the spellings of a user
            check(
                    fixture,
                    explained,
                    entities -> assertThat(users(entities)).isNotEmpty(),
                    "",
                    "Seq Scan on instance",
                    "INSTANCE.tableScan");
            Clock clock = Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC);
            check(
                    fixture,
                    explained,
                    entities -> transactions(entities).overdue(clock.instant(), 0, 500),
                    "",
                    unwanted[0]);
            check(fixture, explained, entities -> transactions(entities).runningOn("node"), "", unwanted[0]);
            check(fixture, explained, entities -> transcripts(entities, clock).purge(), "", unwanted[0]);
            for (UnaryOperator<String> page : List.<UnaryOperator<String>>of(
                    after -> fixture.inTransaction(
                            entities -> transcripts(entities, clock).purgeDocuments(after)),
                    after -> fixture.inTransaction(
                            entities -> CorrectionsTest.corrections(entities).purge(after)))) {
                assertThat(page.apply("4")).startsWith("4");
                assertThat(explained.plans()).hasSize(2).allSatisfy(plan -> assertThat(plan)
                        .doesNotContain("Seq Scan", "Sort", "tableScan"));
            }
            for (Optional<UUID> instance : List.of(Optional.<UUID>empty(), Optional.of(UUID.randomUUID()))) {
                fixture.inTransaction(entities -> new LedgerQueries(entities)
                        .lines("account1", instance, Instant.EPOCH, Instant.ofEpochSecond(9), Long.MAX_VALUE, 101));
                assertThat(explained.plans()).singleElement().asString().doesNotContain("tableScan");
            }
        }
    }

    private static List<Usage> usage(EntityManager entities, Optional<String> account, Grouping grouping) {
        return new UsageReports(entities).of(account, grouping, Instant.ofEpochSecond(100), Instant.ofEpochSecond(400));
    }

    private static List<InstanceFilter> filters(long seconds) {
        Optional<String> none = Optional.empty();
        Optional<Instant> any = Optional.empty();
        Instant middle = Instant.ofEpochSecond(seconds / 2);
        List<InstanceFilter> filters = new ArrayList<>();
        for (Optional<PageCursor> after :
                List.of(Optional.<PageCursor>empty(), Optional.of(new PageCursor(middle, UUID.randomUUID())))) {
            Optional<InstanceState> anyState = Optional.empty();
            Optional<UUID> anyModel = Optional.empty();
            String account = "account1";
            filters.add(new InstanceFilter(account, none, none, any, any, none, none, anyModel, anyState, after, 51));
            filters.add(new InstanceFilter(
                    account,
                    none,
                    none,
                    Optional.of(middle.minusSeconds(500)),
                    Optional.of(middle),
                    none,
                    none,
                    anyModel,
                    anyState,
                    after,
                    51));
            filters.add(new InstanceFilter(
                    account, Optional.of("key:7"), none, any, any, none, none, anyModel, anyState, after, 51));
            // a caller that may only transcribe looks for a request
            filters.add(new InstanceFilter(
                    account,
                    Optional.of("key:7"),
                    Optional.of("request7"),
                    any,
                    any,
                    none,
                    none,
                    anyModel,
                    anyState,
                    after,
                    51));
            filters.add(new InstanceFilter(
                    account, none, none, any, any, Optional.of("user7"), none, anyModel, anyState, after, 51));
            filters.add(new InstanceFilter(
                    account, none, none, any, any, none, Optional.of("channel7"), anyModel, anyState, after, 51));
            filters.add(new InstanceFilter(
                    account, none, none, any, any, none, none, Optional.of(MODEL), anyState, after, 51));
            filters.add(new InstanceFilter(
                    account, none, none, any, any, none, none, anyModel, Optional.of(InstanceState.FAILED), after, 51));
        }
        return filters;
    }

    private static List<String> users(EntityManager entities) {
        Erasures.ErasureTransactions transactions = new Erasures.ErasureTransactions();
        transactions.entities = entities;
        return transactions.users("account1", "user5");
    }

    private static LeaseTransactions transactions(EntityManager entities) {
        LeaseTransactions transactions = new LeaseTransactions();
        transactions.entities = entities;
        return transactions;
    }

    private static Transcripts transcripts(EntityManager entities, Clock clock) {
        Transcripts transcripts = new Transcripts();
        transcripts.entities = entities;
        transcripts.corrections = CorrectionsTest.corrections(entities);
        transcripts.clock = clock;
        transcripts.retention = TranscriptRetentions.of("keep", Duration.ZERO);
        return transcripts;
    }

    private static void check(
            BillingFixture fixture,
            ExplainedQueries explained,
            Consumer<EntityManager> listing,
            String wanted,
            String... unwanted) {
        fixture.inTransaction(entities -> {
            listing.accept(entities);
            return null;
        });
        assertThat(explained.plans())
                .singleElement()
                .asString()
                .contains(wanted)
                .doesNotContain(unwanted);
    }
}
