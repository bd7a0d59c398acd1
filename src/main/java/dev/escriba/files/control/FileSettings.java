package dev.escriba.files.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;

/**
 * The configuration of stored files.
 *
 * @param retention how long a file is kept
 * @param maxBytesPerAccount of all files of an account
 * @param maxBytes of all files
 */
@Settings
public record FileSettings(Duration retention, long maxBytesPerAccount, long maxBytes) {

    static final String RETENTION = "escriba.files.retention";

    public static FileSettings read(SettingsReader settings) {
        return new FileSettings(
                settings.positive(RETENTION, "PT24H"),
                settings.number("escriba.files.max-bytes-per-account", "268435456", 0, Long.MAX_VALUE),
                settings.number("escriba.files.max-bytes", "2147483648", 0, Long.MAX_VALUE));
    }
}
