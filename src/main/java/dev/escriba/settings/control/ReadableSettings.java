package dev.escriba.settings.control;

import dev.escriba.settings.entity.WrongSetting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/** Checks that configuration values can be converted to their types. */
public final class ReadableSettings {

    private static final Set<String> TRUE_OR_FALSE =
            Set.of("true", "false", "1", "0", "yes", "no", "y", "n", "on", "off");

    private static final Map<Class<?>, Class<?>> BOXES =
            Map.of(int.class, Integer.class, long.class, Long.class, boolean.class, Boolean.class);

    private static final Map<Class<?>, String> REMEDIES = Map.of(
            Integer.class, "Set it to a whole number up to " + Integer.MAX_VALUE + ", in digits alone.",
            Long.class, "Set it to a whole number, in digits alone.",
            BigDecimal.class, "Set it to a decimal number such as 0.006.",
            Duration.class, "Set it to an ISO 8601 duration such as PT30S, PT10M or P30D.",
            UUID.class, "Set it to a UUID.",
            Boolean.class, "Set it to true or false.");

    private ReadableSettings() {}

    /**
     * The value; empty if it is absent.
     *
     * @throws WrongSetting if the value cannot be converted
     */
    public static <T> Optional<T> read(Config config, String key, Class<T> type) {
        try {
            // MicroProfile Config converts any other text to false
            if (type != Boolean.class || text(config, key).isEmpty() || isTrueOrFalse(text(config, key))) {
                return config.getOptionalValue(key, type);
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(config, key, type, e);
        }
        throw unreadable(config, key, type, null);
    }

    private static boolean isTrueOrFalse(String text) {
        return TRUE_OR_FALSE.contains(text.toLowerCase(Locale.ROOT));
    }

    private static String text(Config config, String key) {
        return config.getOptionalValue(key, String.class).orElse("").strip();
    }

    /** The error of a value that is injected as this type; empty if the value is absent or can be converted. */
    static Optional<WrongSetting> wrong(Config config, String key, Type type) {
        Type wanted = type;
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() != Optional.class) {
                return Optional.empty();
            }
            wanted = generic.getActualTypeArguments()[0];
        }
        if (!(wanted instanceof Class<?> plain)) {
            return Optional.empty();
        }
        try {
            read(config, key, BOXES.getOrDefault(plain, plain));
            return Optional.empty();
        } catch (WrongSetting e) {
            return Optional.of(e);
        }
    }

    private static WrongSetting unreadable(Config config, String key, Class<?> type, Throwable cause) {
        String remedy = REMEDIES.getOrDefault(type, "It cannot be read as " + type.getSimpleName() + ".");
        return new WrongSetting(key, text(config, key), remedy, cause);
    }
}
