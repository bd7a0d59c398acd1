package dev.escriba.schema;

import dev.escriba.schema.control.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Empty, migrated databases of each supported kind, with the persistence unit of the application, without a server. */
public final class Databases {

    /** Stops with the process. */
    private static EmbeddedPostgres postgres;

    private static final String MIGRATED = "migrated";

    private static boolean isMigrated;

    private Databases() {}

    /** A database with a name for parameterised tests. */
    public record Database(String name, DataSource dataSource) {

        public EntityManagerFactory entityManagers() {
            return Persistence.createEntityManagerFactory(
                    "escriba",
                    Map.of(
                            "jakarta.persistence.transactionType",
                            "RESOURCE_LOCAL",
                            "jakarta.persistence.jtaDataSource",
                            "",
                            "jakarta.persistence.nonJtaDataSource",
                            dataSource,
                            "eclipselink.session-name",
                            UUID.randomUUID().toString()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static Stream<Database> all() {
        return Stream.of(h2(), postgres());
    }

    public static Database h2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        return migrated("H2", h2);
    }

    /** A copy of a database that was migrated once: to copy it is faster than to migrate each one. */
    public static synchronized Database postgres() {
        if (!isMigrated) {
            Schema.migrate(created(MIGRATED, "template0"));
            isMigrated = true;
        }
        return new Database("PostgreSQL", created(newName(), MIGRATED));
    }

    /** A new database without tables, in the server that all tests of the process share. */
    public static DataSource emptyPostgres() {
        return created(newName(), "template0");
    }

    private static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    private static synchronized DataSource created(String name, String template) {
        try {
            if (postgres == null) {
                // the data need not survive the machine
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
            }
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name + " template " + template);
            }
            return postgres.getDatabase("postgres", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A PostgreSQL with a connection pool, as a server has it. */
    public static Database pooledPostgres(int connections) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(((PGSimpleDataSource) postgres().dataSource()).getUrl());
        source.setUser("postgres");
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(connections);
        return new Database("PostgreSQL", pool);
    }

    private static Database migrated(String name, DataSource dataSource) {
        Schema.migrate(dataSource);
        return new Database(name, dataSource);
    }
}
