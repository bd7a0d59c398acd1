package dev.escriba.billing.entity;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The most that an execution can cost, to be set aside before it begins.
 *
 * @param most positive, in the currency
 * @param currency ISO 4217
 * @param at the instant whose month it counts to
 */
public record Reservation(Spender spender, BigDecimal most, String currency, Instant at) {

    /** The month, as yyyymm in UTC. */
    public int month() {
        YearMonth month = YearMonth.from(at.atOffset(ZoneOffset.UTC));
        return month.getYear() * 100 + month.getMonthValue();
    }
}
