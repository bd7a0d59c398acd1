package dev.escriba.health.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;

/**
 * The configuration of the component.
 *
 * @param databaseInterval between two queries that test the database
 */
@Settings
record HealthSettings(Duration databaseInterval) {

    static final String DATABASE_INTERVAL = "escriba.health.database-interval";

    static HealthSettings read(SettingsReader settings) {
        return new HealthSettings(settings.positive(DATABASE_INTERVAL, "PT5S"));
    }
}
