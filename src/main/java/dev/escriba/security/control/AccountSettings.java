package dev.escriba.security.control;

import dev.escriba.security.entity.Account;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.Currency;

/**
 * The configuration of accounts.
 *
 * @param currency of all prices and accounts, by its ISO 4217 code
 * @param scale decimal places of the amounts of a new account
 */
@Settings
public record AccountSettings(String currency, int scale) {

    static final String CURRENCY = "escriba.billing.currency";

    public static AccountSettings read(SettingsReader settings) {
        return new AccountSettings(
                settings.value(
                        CURRENCY,
                        "USD",
                        code -> Currency.getInstance(code).getCurrencyCode(),
                        "Set it to an ISO 4217 code such as USD or EUR."),
                settings.integer("escriba.billing.scale", "6", 0, Account.MAX_PLACES));
    }
}
