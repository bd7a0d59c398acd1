package dev.escriba.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.billing.entity.Spender;
import dev.escriba.problem.entity.Problem;
import dev.escriba.reporting.control.Reconciler;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.ApiKeyAuthenticator;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Role;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    private static final String OLD_KEY = "escriba_" + "0123456789abcdef".repeat(4);

    @Test
    void migratesAnEmptyH2AndLeavesAMigratedOneAlone() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:schema;DB_CLOSE_DELAY=-1");
        migratesTwice(h2);
    }

    @Test
    void migratesAnEmptyPostgresAndLeavesAMigratedOneAlone() throws SQLException {
        migratesTwice(Databases.emptyPostgres());
    }

    @Test
    void keepsWhatThePreviousVersionStoredOnH2() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:previous;DB_CLOSE_DELAY=-1");
        keepsWhatThePreviousVersionStored(h2);
    }

    @Test
    void keepsWhatThePreviousVersionStoredOnPostgres() throws SQLException {
        keepsWhatThePreviousVersionStored(Databases.emptyPostgres());
    }

    private static void keepsWhatThePreviousVersionStored(DataSource dataSource) throws SQLException {
        assertThat(Schema.migrate(dataSource, "1")).isEqualTo("1");
        execute(
                dataSource,
                "insert into account (id, name, currency, created_at) values ('a', 'default', 'USD', 1)",
                "insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                        + " container, codec,"
                        + " transcript, completion_cost, prompt_cost, started_at, finished_at)"
                        + " values ('i', 'a', 'key:1', 'node',"
                        + " 'SUCCEEDED', 'model', 'en', 1, 'WAV', 'pcm', 'some words', 0.000000001, 123.5, 1, 2)",
                "insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                        + " container, codec,"
                        + " started_at) values ('r', 'a', 'key:1', 'node', 'RUNNING', 'model', 'en', 1, 'WAV',"
                        + " 'pcm', 3)");
        String salt = "00112233445566778899aabbccddeeff";
        execute(
                dataSource,
                "insert into api_key (id, account_id, name, lookup, salt, hash, roles, created_at)"
                        + " values ('k', 'a', 'old', '"
                        + new KeySecret(OLD_KEY).prefix() + "', '" + salt + "', '" + Pepper.sha256(salt + OLD_KEY)
                        + "', 'administrator transcriber', 1)");
        Schema.migrate(dataSource);
        requireOldKey(dataSource);
        assertThat(row(dataSource, "select currency, scale, disabled_at from account where id = 'a'"))
                .containsExactly("USD", "6", null);
        assertThat(row(
                        dataSource,
                        "select transcript, transcript_stored_at, lease_until, price_id, completion_cost,"
                                + " prompt_cost from instance"
                                + " where id = 'i'"))
                .containsExactly("some words", "2", null, null, "0.000000001", "123.500000000");
        // without a lease: only the start of its own node ends it
        assertThat(row(dataSource, "select state, lease_until from instance where id = 'r'"))
                .containsExactly("RUNNING", null);
        try (EntityManagerFactory factory = new Databases.Database("migrated", dataSource).entityManagers();
                EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            assertThat(new Reconciler(entities, Clock.systemUTC()).reconcile().differences())
                    .isEmpty();
            entities.getTransaction().commit();
        }
    }

    /** A key of a version without pepper works, its digest is keyed, and a wrong pepper is refused. */
    private static void requireOldKey(DataSource dataSource) throws SQLException {
        String before = row(dataSource, "select hash from api_key").get(0);
        try (EntityManagerFactory factory = new Databases.Database("migrated", dataSource).entityManagers();
                EntityManager entities = factory.createEntityManager()) {
            Peppers.PepperTransactions transactions = new Peppers.PepperTransactions(entities);
            entities.getTransaction().begin();
            new Peppers(NoRequest.PEPPER, transactions).require();
            entities.getTransaction().commit();
            requireChangeOfPepper(entities, transactions);
            Peppers another = new Peppers(new Pepper("another pepper that is long enough"), transactions);
            assertThatIllegalArgumentException()
                    .isThrownBy(another::require)
                    .withMessageContaining("escriba.security.pepper");
            entities.getTransaction().begin();
            assertThat(new ApiKeyAuthenticator(entities, NoRequest.peppers(), Clock.systemUTC()).findCaller(OLD_KEY))
                    .hasValueSatisfying(caller ->
                            assertThat(caller.roles()).containsExactlyInAnyOrder(Role.TRANSCRIBER, Role.ADMINISTRATOR));
            entities.getTransaction().commit();
        }
        assertThat(row(dataSource, "select hash from api_key"))
                .containsExactly(NoRequest.PEPPER.seal(before))
                .doesNotContain(before);
        assertThat(row(dataSource, "select keyed from api_key").get(0)).isIn("TRUE", "t");
    }

    /** A key works with each pepper while both are configured, and is keyed with the one in use. */
    private static void requireChangeOfPepper(EntityManager entities, Peppers.PepperTransactions transactions) {
        Pepper next = new Pepper("the next pepper, which is long enough");
        Peppers changing = new Peppers(next, NoRequest.PEPPER, transactions);
        ApiKeyAuthenticator authenticator = new ApiKeyAuthenticator(entities, changing, Clock.systemUTC());
        entities.getTransaction().begin();
        changing.require();
        assertThat(authenticator.findCaller(OLD_KEY)).isPresent();
        entities.getTransaction().commit();
        // a transaction of the application begins with what is stored
        entities.clear();
        entities.getTransaction().begin();
        new Peppers(next, transactions).require();
        // a node of the step before accepts the key and does not key it back
        Peppers before = new Peppers(NoRequest.PEPPER, next, transactions);
        assertThat(new ApiKeyAuthenticator(entities, before, Clock.systemUTC()).findCaller(OLD_KEY))
                .isPresent();
        entities.flush();
        entities.clear();
        assertThat(new ApiKeyAuthenticator(entities, new Peppers(next, null), Clock.systemUTC()).findCaller(OLD_KEY))
                .isPresent();
        // and back, so that the rest of the test finds what it expects
        Peppers back = new Peppers(NoRequest.PEPPER, next, transactions);
        back.require();
        assertThat(new ApiKeyAuthenticator(entities, back, Clock.systemUTC()).findCaller(OLD_KEY))
                .isPresent();
        entities.getTransaction().commit();
        entities.clear();
    }

    /** A node of the old version in a rolling upgrade, and a node that restarts meanwhile. */
    @Test
    void worksOnTheSchemaOfALaterVersion(@TempDir Path later) throws Exception {
        Files.writeString(later.resolve("V1000__expand.sql"), """
                alter table instance add column reviewed_by varchar(100);
                alter table hold add column note varchar(100) default 'none' not null;
                create table review (id varchar(36) primary key, instance_id varchar(36) references instance (id));
                create index instance_by_reviewer on instance (reviewed_by);
                """);
        Databases.Database database = Databases.postgres();
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.dataSource())
                .locations("classpath:db/migration", "classpath:db/vendor/postgresql", "filesystem:" + later)
                .load()
                .migrate();
        assertThat(Schema.migrate(database.dataSource())).isEqualTo("1000");
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            billing.credit(account, "1");
            billing.settle(billing.begin(account, "0.5"), "0.25");
            billing.release(billing.begin(account, "0.5"));
            assertThat(billing.balance(account).amount()).isEqualByComparingTo("0.75");
            assertThat(billing.reconcile().differences()).isEmpty();
        }
    }

    @Test
    void countsTheSpendingOfTheMonthOnH2() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:spending;DB_CLOSE_DELAY=-1");
        countsTheSpendingOfTheMonth(h2);
    }

    @Test
    void countsTheSpendingOfTheMonthOnPostgres() throws SQLException {
        countsTheSpendingOfTheMonth(Databases.emptyPostgres());
    }

    /** The version before counted only while a limit was configured, and forgot what was returned meanwhile. */
    private static void countsTheSpendingOfTheMonth(DataSource dataSource) throws SQLException {
        assertThat(Schema.migrate(dataSource, "5")).isEqualTo("5");
        Databases.Database database = new Databases.Database("before", dataSource);
        String account;
        try (BillingFixture billing = new BillingFixture(database)) {
            account = billing.account();
            billing.credit(account, "10");
            Spender ana = new Spender(account, "key:1", Optional.of("ana"));
            billing.settle(billing.begin(ana, new BigDecimal("2")), "0.5");
            billing.begin(ana, new BigDecimal("0.25"));
            billing.release(billing.begin(new Spender(account, "key:2", Optional.empty()), BigDecimal.ONE));
        }
        execute(
                dataSource,
                "delete from spending where subject_kind = 'USER' or subject = 'key:2'",
                "update spending set amount = 7");
        Schema.migrate(dataSource);
        for (String subject : List.of("key:1", "ana")) {
            assertThat(new BigDecimal(row(
                                    dataSource,
                                    "select amount from spending where account_id = '" + account + "' and subject = '"
                                            + subject + "'")
                            .get(0)))
                    .isEqualByComparingTo("0.75");
        }
        assertThat(row(dataSource, "select amount, subject_kind from spending where subject = 'key:2'")
                        .get(1))
                .isEqualTo("KEY");
        assertThat(row(dataSource, "select count(*) from spending").get(0)).isEqualTo("3");
        Optional<BigDecimal> limit = Optional.of(BigDecimal.ONE);
        try (BillingFixture billing = new BillingFixture(database, Clock.systemUTC(), limit, Optional.empty())) {
            Spender ana = new Spender(account, "key:1", Optional.of("ana"));
            assertThatThrownBy(() -> billing.begin(ana, new BigDecimal("0.26"))).isInstanceOf(Problem.class);
            billing.begin(ana, new BigDecimal("0.25"));
        }
    }

    @Test
    void keepsTheAnswersThatThePreviousVersionSealedOnH2() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:sealed;DB_CLOSE_DELAY=-1");
        keepsTheAnswersThatThePreviousVersionSealed(h2);
    }

    @Test
    void keepsTheAnswersThatThePreviousVersionSealedOnPostgres() throws SQLException {
        keepsTheAnswersThatThePreviousVersionSealed(Databases.emptyPostgres());
    }

    private static void keepsTheAnswersThatThePreviousVersionSealed(DataSource dataSource) throws SQLException {
        assertThat(Schema.migrate(dataSource, "6")).isEqualTo("6");
        execute(
                dataSource,
                "insert into account (id, name, currency, created_at) values ('a', 'default', 'USD', 1)",
                instanceOfVersion6("i"),
                "insert into idempotent_request (account_id, key_digest, request_digest, instance_id, sealed_answer,"
                        + " claimed_at) values ('a', 'k', 'r', 'i', 'sealed', 2)");
        Schema.migrate(dataSource);
        assertThat(row(dataSource, "select sealed_answer, sealed_document from idempotent_request"))
                .containsExactly("sealed", null);
        assertThat(row(dataSource, "select transcript, user_identifier from instance"))
                .containsExactly("some words", "ana");
        assertThat(row(dataSource, "select count(*) from transcript_document")).containsExactly("0");
        // what a node of the version before goes on to write
        execute(
                dataSource,
                instanceOfVersion6("j"),
                "insert into idempotent_request (account_id, key_digest, request_digest, instance_id, sealed_answer,"
                        + " claimed_at) values ('a', 'l', 'r', 'j', 'sealed', 2)");
        assertThat(row(dataSource, "select count(*) from instance")).containsExactly("2");
    }

    @Test
    void theInstancesOfThePreviousVersionNeverWaitedOnH2() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:queue;DB_CLOSE_DELAY=-1");
        theInstancesOfThePreviousVersionNeverWaited(h2);
    }

    @Test
    void theInstancesOfThePreviousVersionNeverWaitedOnPostgres() throws SQLException {
        theInstancesOfThePreviousVersionNeverWaited(Databases.emptyPostgres());
    }

    private static void theInstancesOfThePreviousVersionNeverWaited(DataSource dataSource) throws SQLException {
        assertThat(Schema.migrate(dataSource, "7")).isEqualTo("7");
        execute(
                dataSource,
                "insert into account (id, name, currency, created_at) values ('a', 'default', 'USD', 1)",
                instanceOfVersion6("i"));
        Schema.migrate(dataSource);
        // what a node of the version before goes on to write
        execute(dataSource, instanceOfVersion6("j"));
        for (String id : List.of("i", "j")) {
            assertThat(row(dataSource, "select attempts, claimed_at, state from instance where id = '" + id + "'"))
                    .containsExactly("0", null, "SUCCEEDED");
        }
        assertThat(row(dataSource, "select count(*) from queue_turn")).containsExactly("1");
    }

    private static String instanceOfVersion6(String id) {
        return "insert into instance (id, account_id, caller, node, state, model_id, user_identifier, culture,"
                + " file_bytes, container, codec, transcript, transcript_stored_at, started_at, finished_at)"
                + " values ('" + id + "', 'a', 'key:1', 'node', 'SUCCEEDED', 'model', 'ana', 'en', 1, 'WAV', 'pcm',"
                + " 'some words', 2, 1, 2)";
    }

    private static void execute(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> row(DataSource dataSource, String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getString(i));
            }
            return values;
        }
    }

    private static void migratesTwice(DataSource dataSource) throws SQLException {
        String version = Schema.migrate(dataSource);
        assertThat(tables(dataSource))
                .contains(
                        "account",
                        "api_key",
                        "instance",
                        "balance",
                        "hold",
                        "ledger_line",
                        "price",
                        "transcript_document",
                        "queued_run",
                        "queued_audio",
                        "queued_segment",
                        "queue_turn",
                        "queue_share",
                        "queue_lane",
                        "queue_lane_share",
                        "transcript_correction",
                        "webhook",
                        "webhook_delivery",
                        "stored_file",
                        "stored_file_part");
        assertThat(Schema.migrate(dataSource)).isEqualTo(version);
    }

    private static List<String> tables(DataSource dataSource) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
