package dev.escriba.schema.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;

/**
 * The configuration of the component.
 *
 * @param task what a start does with the tables
 */
@Settings
record SchemaSettings(Task task) {

    static final String TASK = "escriba.database.schema";

    /** What a start does with the tables. */
    enum Task {

        /** Brings them up to date. The role of the service owns them. */
        MIGRATE,

        /**
         * Requires that they are up to date. The role of the service needs no rights on the tables but on their rows.
         */
        VALIDATE,

        /** Brings them up to date and ends. The role is the owner of the tables. */
        MIGRATE_AND_STOP
    }

    static SchemaSettings read(SettingsReader settings) {
        return new SchemaSettings(settings.value(
                TASK, "migrate", SchemaSettings::task, "Set it to migrate, validate or migrate-and-stop."));
    }

    private static Task task(String word) {
        return switch (word) {
            case "migrate" -> Task.MIGRATE;
            case "validate" -> Task.VALIDATE;
            case "migrate-and-stop" -> Task.MIGRATE_AND_STOP;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
