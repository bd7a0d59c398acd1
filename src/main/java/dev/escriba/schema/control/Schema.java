package dev.escriba.schema.control;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.RunComplete;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Migrates the tables at the start, before other observers use them, or only checks them, as configured. If that fails,
 * the application does not start.
 */
@ApplicationScoped
public class Schema {

    /** Priority of the migration. Observers of the start that use tables have a higher number. */
    public static final int FIRST = 100;

    private static final Logger LOG = Logger.getLogger(Schema.class.getName());

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @Inject
    SchemaSettings settings;

    private String version;

    void migrate(@Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start) {
        version = settings.task() == SchemaSettings.Task.VALIDATE ? validate(dataSource) : migrate(dataSource);
        LOG.info("Database schema is at version " + version);
        if (settings.task() == SchemaSettings.Task.MIGRATE_AND_STOP) {
            throw new RunComplete("The tables are at version " + version + ". This run ends here, because "
                    + SchemaSettings.TASK + " is migrate-and-stop.");
        }
    }

    /** Product and version of the database, and version of the schema. */
    public String description() {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion() + ", schema version "
                    + version;
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be asked for its version", e);
        }
    }

    /** Migrates to the newest version and returns it. */
    public static String migrate(DataSource dataSource) {
        return migrate(dataSource, "latest");
    }

    /** Migrates to a version and returns the version that is reached. */
    public static String migrate(DataSource dataSource, String target) {
        Flyway flyway = flyway(dataSource, target);
        try {
            if (flyway.info().pending().length > 0 && vendor(dataSource).equals("postgresql")) {
                flyway(PatientConnections.of(dataSource), target).migrate();
            } else {
                flyway.migrate();
            }
            return version(flyway);
        } catch (FlywayException e) {
            throw new CannotStart("The tables of the database cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    /**
     * Requires that the tables are as this version needs them, and changes nothing. The tables of a later version are
     * permitted.
     *
     * @return the version of the tables
     * @throws CannotStart if a migration is missing or was changed
     */
    public static String validate(DataSource dataSource) {
        Flyway flyway = flyway(dataSource, "latest");
        try {
            if (flyway.info().pending().length > 0) {
                throw new CannotStart(
                        "The tables of the database are older than this version needs. Run it once with "
                                + SchemaSettings.TASK + "=migrate-and-stop and as the owner of the tables.",
                        null);
            }
            flyway.validate();
            return version(flyway);
        } catch (FlywayException e) {
            throw new CannotStart("The tables of the database are not those of this version: " + e.getMessage(), e);
        }
    }

    private static Flyway flyway(DataSource dataSource, String target) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor(dataSource))
                .target(target)
                .load();
    }

    private static String version(Flyway flyway) {
        MigrationInfo current = flyway.info().current();
        if (current == null) {
            throw new CannotStart("No migration was found: the application is not packed as it should be.", null);
        }
        return String.valueOf(current.getVersion());
    }

    private static CannotStart unreachable(SQLException thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return new CannotStart(
                "The database cannot be opened: " + innermost.getMessage()
                        + " Look at the database, and at what the server is told of it (escriba.database.*,"
                        + " escriba.data.dir).",
                thrown);
    }

    /** The directory of migrations for this database. Only triggers differ between the databases. */
    private static String vendor(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "H2" -> "h2";
                case "PostgreSQL" -> "postgresql";
                default -> throw new CannotStart("The database is " + product + ". Configure H2 or PostgreSQL.", null);
            };
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }
}
