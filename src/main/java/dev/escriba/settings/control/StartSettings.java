package dev.escriba.settings.control;

/**
 * What happens when a start fails.
 *
 * @param exitsOnFailure whether a failed start ends the process
 */
@Settings
public record StartSettings(boolean exitsOnFailure) {

    public static StartSettings read(SettingsReader settings) {
        return new StartSettings(settings.flag("escriba.exit-on-failed-start", "false"));
    }
}
