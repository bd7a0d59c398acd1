package dev.escriba.billing.entity;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The maximum cost of a run. A hold sets it aside before the run starts.
 *
 * @param most amount in the currency; positive
 * @param currency ISO 4217
 * @param at start of the run; the monthly limits use the month of this time
 */
public record Reservation(Spender spender, BigDecimal most, String currency, Instant at) {

    /** A month as yyyymm. */
    public static int month(YearMonth month) {
        return month.getYear() * 100 + month.getMonthValue();
    }

    /** The month as yyyymm in UTC. */
    public int month() {
        return month(YearMonth.from(at.atOffset(ZoneOffset.UTC)));
    }
}
