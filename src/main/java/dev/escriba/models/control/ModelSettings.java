package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.control.SpeltSetting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The configuration of the component.
 *
 * @param packed whether the packed models are offered
 * @param directories of further models
 * @param chargeable ids of the models that must not run without a price, in lower case; or {@code all}
 * @param prices configured prices by the id of the model, however a source spells the id
 * @param remote the remote models, without their prices
 */
@Settings
public record ModelSettings(
        boolean packed,
        List<String> directories,
        Set<String> chargeable,
        Map<UUID, ConfiguredPrice> prices,
        List<AiModel> remote) {

    static final String PACKED = "escriba.models.packed";
    static final String DIRECTORIES = "escriba.models.directories";
    static final String CHARGEABLE = "escriba.models.chargeable";
    static final String PRICES = "escriba.models.prices.";
    static final String CATALOGUE = "escriba.models.catalogue.";

    public ModelSettings {
        directories = List.copyOf(directories);
        chargeable = Set.copyOf(chargeable);
        prices = Map.copyOf(prices);
        remote = List.copyOf(remote);
    }

    public static ModelSettings read(SettingsReader settings) {
        Set<String> chargeable = new TreeSet<>();
        settings.list(CHARGEABLE).forEach(name -> chargeable.add(name.toLowerCase(Locale.ROOT)));
        return new ModelSettings(
                settings.flag(PACKED, "true"),
                settings.list(DIRECTORIES),
                chargeable,
                prices(settings),
                ConfiguredModels.read(settings));
    }

    private static Map<UUID, ConfiguredPrice> prices(SettingsReader settings) {
        Map<UUID, ConfiguredPrice> prices = new TreeMap<>();
        for (SpeltSetting setting : settings.below(PRICES)) {
            Optional<PriceKey> key = PriceKey.of(setting);
            if (key.isEmpty()) {
                settings.refuse(setting.key(), setting.value(), PriceKey.FORM);
                continue;
            }
            settings.decimal(setting.key()).ifPresent(amount -> {
                if (Price.isPossible(amount)) {
                    prices.merge(
                            key.get().model(),
                            ConfiguredPrice.of(setting.key(), key.get().part(), amount),
                            ConfiguredPrice::and);
                } else {
                    settings.refuse(setting.key(), amount.toPlainString(), Price.POSSIBLE);
                }
            });
        }
        return prices;
    }
}
