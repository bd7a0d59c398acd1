package dev.escriba.models.control;

import dev.escriba.models.entity.Price;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The configured prices: {@code escriba.models.prices.<uuid>.<part>} and {@code escriba.models.chargeable}. */
@ApplicationScoped
class ConfiguredPrices {

    private static final String ALL = "all";

    @Inject
    ModelSettings settings;

    /** The price of a model; empty when no part of it is configured. A part that is not configured is zero. */
    Optional<Price> of(UUID model) {
        return Optional.ofNullable(settings.prices().get(model)).map(ConfiguredPrice::price);
    }

    /** Whether the configuration says that the model must not run without a price. */
    boolean isChargeable(UUID model) {
        Set<String> named = settings.chargeable();
        return named.contains(ALL) || named.contains(model.toString());
    }

    /** Refuses prices of unknown models. A mistyped id would leave the intended model without a price. */
    void requireKnown(Collection<UUID> models) {
        settings.prices().forEach((model, price) -> {
            if (!models.contains(model)) {
                throw new WrongSetting(
                        price.key(),
                        price.parts().values().iterator().next().toPlainString(),
                        "No model has the id " + model + ": the models are " + models + ".");
            }
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
