package dev.escriba.billing.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The configuration of the component. Currency and decimal places belong to accounts:
 * {@link dev.escriba.security.control.AccountSettings}.
 *
 * @param monthlyLimitPerKey what a key may spend in a calendar month, in the currency of its account; empty for no
 *     limit
 * @param monthlyLimitPerUserIdentifier the same for a user identifier of an account
 * @param rounding of each part of a cost to the decimal places of the account
 */
@Settings
public record BillingSettings(
        Optional<BigDecimal> monthlyLimitPerKey,
        Optional<BigDecimal> monthlyLimitPerUserIdentifier,
        RoundingMode rounding) {

    static final String ROUNDING = "escriba.billing.rounding";

    public static BillingSettings read(SettingsReader settings) {
        return new BillingSettings(
                limit(settings, "escriba.billing.monthly-limit.per-key"),
                limit(settings, "escriba.billing.monthly-limit.per-user-identifier"),
                settings.value(ROUNDING, "half-even", BillingSettings::rounding, "Set it to half-even or up."));
    }

    private static RoundingMode rounding(String word) {
        return switch (word) {
            case "half-even" -> RoundingMode.HALF_EVEN;
            case "up" -> RoundingMode.UP;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Optional<BigDecimal> limit(SettingsReader settings, String key) {
        Optional<BigDecimal> limit = settings.decimal(key);
        limit.filter(amount -> amount.signum() < 0)
                .ifPresent(wrong -> settings.refuse(key, wrong.toPlainString(), "Set it to 0 or a larger number."));
        return limit;
    }
}
