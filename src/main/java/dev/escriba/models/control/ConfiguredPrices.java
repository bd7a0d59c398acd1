package dev.escriba.models.control;

import dev.escriba.models.entity.Price;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Reads the configured prices: {@code escriba.models.prices.<uuid>.<part>} and {@code escriba.models.chargeable}. */
@ApplicationScoped
class ConfiguredPrices {

    private static final String ALL = "all";
    private static final List<String> PARTS =
            List.of("per-minute", "per-million-prompt-tokens", "per-million-completion-tokens");

    @Inject
    ModelSettings settings;

    /** The price of a model; empty when no part of it is configured. A part that is not configured is zero. */
    Optional<Price> of(UUID model) {
        Map<String, BigDecimal> parts = new TreeMap<>();
        for (String part : PARTS) {
            amount(key(model, part)).ifPresent(amount -> parts.put(part, amount));
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Price(
                parts.getOrDefault(PARTS.get(0), BigDecimal.ZERO),
                parts.getOrDefault(PARTS.get(1), BigDecimal.ZERO),
                parts.getOrDefault(PARTS.get(2), BigDecimal.ZERO)));
    }

    private static String key(UUID model, String part) {
        return ModelSettings.PRICES + model + "." + part;
    }

    /**
     * The amount of the key, or of the environment variable for it, which is spelt in another way. Where both are set,
     * the configuration has already given the key the value that counts.
     */
    private Optional<BigDecimal> amount(String key) {
        return Optional.ofNullable(settings.prices().get(key)).or(() -> settings.prices().entrySet().stream()
                .filter(price -> SettingsReader.plain(price.getKey()).equals(SettingsReader.plain(key)))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    /** Whether the operator wants it never to run without a price. */
    boolean isChargeable(UUID model) {
        Set<String> named = settings.chargeable();
        return named.contains(ALL) || named.contains(model.toString());
    }

    /** Refuses prices of unknown models. A mistyped id would leave the intended model without a price. */
    void requireKnown(Collection<UUID> models) {
        Set<String> known = new TreeSet<>();
        for (UUID model : models) {
            PARTS.forEach(part -> known.add(SettingsReader.plain(key(model, part))));
        }
        settings.prices().entrySet().stream()
                .filter(price -> !known.contains(SettingsReader.plain(price.getKey())))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new WrongSetting(
                            unknown.getKey(),
                            unknown.getValue().toPlainString(),
                            "No model and part of a price is called so: the parts are " + String.join(", ", PARTS)
                                    + ", the models " + models + ".");
                });
        for (String name : settings.chargeable()) {
            if (!ALL.equals(name)
                    && models.stream().noneMatch(id -> id.toString().equals(name))) {
                throw new WrongSetting(
                        ModelSettings.CHARGEABLE,
                        name,
                        "No model has this id: set it to all, or to some of " + models + ".");
            }
        }
    }
}
