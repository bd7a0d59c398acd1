package dev.escriba.settings.control;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * A configuration that converts as MicroProfile Config does. For example, a text that is not a boolean becomes false.
 */
final class FakeConfig {

    private static final Map<Class<?>, Function<String, Object>> CONVERTERS = Map.of(
            String.class, text -> text,
            Integer.class, Integer::valueOf,
            Long.class, Long::valueOf,
            Boolean.class, Boolean::valueOf,
            BigDecimal.class, BigDecimal::new,
            Duration.class, FakeConfig::duration,
            UUID.class, UUID::fromString);

    private FakeConfig() {}

    static Config of(Map<String, String> values) {
        return (Config) Proxy.newProxyInstance(
                FakeConfig.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getOptionalValue")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return Optional.ofNullable(values.get((String) arguments[0]))
                            .map(CONVERTERS.get((Class<?>) arguments[1]));
                });
    }

    /** The converters of the specification throw this exception and no other. */
    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
