package dev.escriba.models.control;

import dev.escriba.models.entity.Price;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration of the component.
 *
 * @param packed whether the packed models are offered
 * @param directories of further models
 * @param chargeable ids of the models that must not run without a price, in lower case; or {@code all}
 * @param prices amounts by the name of their key, as its source spells it
 */
@Settings
public record ModelSettings(
        boolean packed, List<String> directories, Set<String> chargeable, Map<String, BigDecimal> prices) {

    static final String PACKED = "escriba.models.packed";
    static final String DIRECTORIES = "escriba.models.directories";
    static final String CHARGEABLE = "escriba.models.chargeable";
    static final String PRICES = "escriba.models.prices.";

    public ModelSettings {
        directories = List.copyOf(directories);
        chargeable = Set.copyOf(chargeable);
        prices = Map.copyOf(prices);
    }

    public static ModelSettings read(SettingsReader settings) {
        Set<String> chargeable = new TreeSet<>();
        settings.list(CHARGEABLE).forEach(name -> chargeable.add(name.toLowerCase(Locale.ROOT)));
        return new ModelSettings(
                settings.flag(PACKED, "true"), settings.list(DIRECTORIES), chargeable, prices(settings));
    }

    private static Map<String, BigDecimal> prices(SettingsReader settings) {
        Map<String, BigDecimal> prices = new TreeMap<>();
        for (String key : settings.below(PRICES).keySet()) {
            settings.decimal(key).ifPresent(amount -> {
                if (Price.isPossible(amount)) {
                    prices.put(key, amount);
                } else {
                    settings.refuse(key, amount.toPlainString(), Price.POSSIBLE);
                }
            });
        }
        return prices;
    }
}
