package dev.escriba.models.control;

import dev.escriba.models.entity.Price;
import dev.escriba.settings.control.ReadableSettings;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Reads the configured prices: {@code escriba.models.prices.<uuid>.<part>} and {@code escriba.models.chargeable}. */
@ApplicationScoped
class ConfiguredPrices {

    private static final String PRICES = "escriba.models.prices.";
    private static final String CHARGEABLE = "escriba.models.chargeable";
    private static final String ALL = "all";
    private static final List<String> PARTS =
            List.of("per-minute", "per-million-prompt-tokens", "per-million-completion-tokens");

    @Inject
    Config config;

    /** The price of a model; empty when no part of it is configured. A part that is not configured is zero. */
    Optional<Price> of(UUID model) {
        Map<String, BigDecimal> parts = new TreeMap<>();
        for (String part : PARTS) {
            String key = PRICES + model + "." + part;
            ReadableSettings.read(config, key, BigDecimal.class).ifPresent(amount -> {
                if (!Price.isPossible(amount)) {
                    throw new WrongSetting(key, amount.toPlainString(), Price.POSSIBLE);
                }
                parts.put(part, amount);
            });
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Price(
                parts.getOrDefault(PARTS.get(0), BigDecimal.ZERO),
                parts.getOrDefault(PARTS.get(1), BigDecimal.ZERO),
                parts.getOrDefault(PARTS.get(2), BigDecimal.ZERO)));
    }

    /** Whether the operator requires a price for the model. */
    boolean isChargeable(UUID model) {
        Set<String> named = chargeable();
        return named.contains(ALL) || named.contains(model.toString());
    }

    private Set<String> chargeable() {
        Set<String> named = new TreeSet<>();
        for (String name : config.getOptionalValues(CHARGEABLE, String.class).orElse(List.of())) {
            named.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return named;
    }

    /** Refuses prices of unknown models. A mistyped id would leave the intended model without a price. */
    void requireKnown(Collection<UUID> models) {
        Set<String> known = new TreeSet<>();
        for (UUID model : models) {
            PARTS.forEach(part -> known.add(plain(PRICES + model + "." + part)));
        }
        List<String> unknown = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> plain(name).startsWith(plain(PRICES)) && !known.contains(plain(name)))
                .toList();
        if (!unknown.isEmpty()) {
            String key = unknown.get(0);
            throw new WrongSetting(
                    key,
                    config.getOptionalValue(key, String.class).orElse(""),
                    "No model and part of a price is called so: the parts are " + String.join(", ", PARTS)
                            + ", the models " + models + ".");
        }
        for (String name : chargeable()) {
            if (!ALL.equals(name)
                    && models.stream().noneMatch(id -> id.toString().equals(name))) {
                throw new WrongSetting(
                        CHARGEABLE, name, "No model has this id: set it to all, or to some of " + models + ".");
            }
        }
    }

    /** In the spelling of environment variables. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
