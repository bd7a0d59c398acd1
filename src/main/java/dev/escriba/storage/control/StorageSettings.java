package dev.escriba.storage.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.nio.file.Path;

/**
 * The configuration of the component.
 *
 * @param directory under which everything lies that Escriba keeps on disk
 */
@Settings
public record StorageSettings(Path directory) {

    static final String DIRECTORY = "escriba.data.dir";
    static final String USABLE = "Set it to a directory that belongs to the user of this process.";

    public static StorageSettings read(SettingsReader settings) {
        return new StorageSettings(settings.value(DIRECTORY, "./data", Path::of, USABLE));
    }
}
