package dev.escriba.schema.control;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the tables up to date at start-up, before any other observer touches them; the application does not start without. */
@ApplicationScoped
public class Schema {

    /** Observers of the application's start that need tables come after this. */
    public static final int FIRST = 100;

    private static final Logger LOG = Logger.getLogger(Schema.class.getName());

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    void migrate(@Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start) {
        LOG.info("Database schema is at version " + migrate(dataSource));
    }

    /** Migrates to the newest version and names it. */
    public static String migrate(DataSource dataSource) {
        return migrate(dataSource, "latest");
    }

    /** Migrates to a version and names the one that is reached. */
    public static String migrate(DataSource dataSource, String target) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor(dataSource))
                .target(target)
                .load();
        flyway.migrate();
        MigrationInfo current = flyway.info().current();
        if (current == null) {
            throw new IllegalStateException("no migration was found: the application is not packed as it should be");
        }
        return String.valueOf(current.getVersion());
    }

    /** Triggers alone have no common language. */
    private static String vendor(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "H2" -> "h2";
                case "PostgreSQL" -> "postgresql";
                default -> throw new IllegalStateException("the database has to be H2 or PostgreSQL, not " + product);
            };
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be reached", e);
        }
    }
}
