package dev.escriba.models.control;

import dev.escriba.models.entity.Price;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * A price as it is configured.
 *
 * @param key the name of one of its parts, as its source spells it
 * @param parts amounts of the configured parts; the others are zero
 */
record ConfiguredPrice(String key, Map<PriceKey.Part, BigDecimal> parts) {

    ConfiguredPrice {
        parts = Map.copyOf(parts);
    }

    static ConfiguredPrice of(String key, PriceKey.Part part, BigDecimal amount) {
        return new ConfiguredPrice(key, Map.of(part, amount));
    }

    ConfiguredPrice and(ConfiguredPrice other) {
        Map<PriceKey.Part, BigDecimal> all = new EnumMap<>(parts);
        all.putAll(other.parts);
        return new ConfiguredPrice(key, all);
    }

    Price price() {
        return new Price(
                amount(PriceKey.Part.PER_MINUTE),
                amount(PriceKey.Part.PER_MILLION_PROMPT_TOKENS),
                amount(PriceKey.Part.PER_MILLION_COMPLETION_TOKENS));
    }

    private BigDecimal amount(PriceKey.Part part) {
        return parts.getOrDefault(part, BigDecimal.ZERO);
    }
}
