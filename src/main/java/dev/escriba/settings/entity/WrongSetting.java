package dev.escriba.settings.entity;

import java.util.List;
import java.util.Locale;

/**
 * A setting is wrong and the application does not start. The message names the key, the value unless it is a secret,
 * and the remedy.
 */
public class WrongSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** How the names of secrets end, without separators. */
    private static final List<String> SECRETS =
            List.of("bootstrapkey", "recoverykey", "apikey", "pepper", "secret", "password");

    private static final String HIDDEN = "wrong (its value is not shown)";

    private final String key;

    /** @param remedy a sentence that says what to set */
    public WrongSetting(String key, Object value, String remedy) {
        this(key, value, remedy, null);
    }

    public WrongSetting(String key, Object value, String remedy, Throwable cause) {
        super(key + " is " + shown(key, value) + ". " + remedy, cause);
        this.key = key;
    }

    public String key() {
        return key;
    }

    /** A value outside of its bounds. */
    public static WrongSetting outOfRange(String key, Object value, Object least, Object most) {
        return new WrongSetting(key, value, "Set it to a value from " + least + " to " + most + ".");
    }

    /** A setting whose value may hold a secret. The message does not show it. */
    public static WrongSetting hidden(String key, String remedy) {
        return new WrongSetting(key, remedy);
    }

    private WrongSetting(String key, String remedy) {
        super(key + " is " + HIDDEN + ". " + remedy);
        this.key = key;
    }

    private static String shown(String key, Object value) {
        if (isSecret(key)) {
            return HIDDEN;
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "empty" : '"' + text + '"';
    }

    /** A name that is spelt wrongly has the secret too: letter case and separators do not matter. */
    private static boolean isSecret(String key) {
        String letters = key.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(letters::endsWith);
    }
}
