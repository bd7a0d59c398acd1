package dev.escriba.settings.control;

/**
 * A setting whose name the application does not know before it reads it.
 *
 * @param key the name, as a source spells it
 * @param value without blanks around it; not empty
 */
public record SpeltSetting(String key, String value) {

    /** The name in its canonical form: equal for all spellings of one setting. */
    public String plain() {
        return SettingsReader.plain(key);
    }
}
