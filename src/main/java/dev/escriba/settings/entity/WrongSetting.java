package dev.escriba.settings.entity;

import java.util.regex.Pattern;

/**
 * A setting is wrong and the application does not start. The message names the key, the value unless it is a secret,
 * and the remedy.
 */
public class WrongSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final Pattern SECRET =
            Pattern.compile("(bootstrap|recovery)-key|(other-)?pepper|(.*[.-])?(secret|password)");

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

    private static String shown(String key, Object value) {
        if (isSecret(key)) {
            return "wrong (its value is not shown)";
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "empty" : '"' + text + '"';
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key.substring(key.lastIndexOf('.') + 1)).matches();
    }
}
