/**
 * Billing: prices, costs, balances, holds, and the ledger.
 *
 * <p>Promise: a balance is never negative. A failed run is free. A run is charged at most once and never more than its
 * hold. Every charge names its run. The ledger balances at every instant.
 *
 * <ol>
 *   <li>Amounts are exact decimals in the currency and with the decimal places of the account ({@code
 *       escriba.billing.scale}). Each part of a cost is rounded once, half even or up. The total is the sum of the
 *       rounded parts.
 *   <li>Prices are dated by the clock of the database. The configuration seeds the first price of a model; an
 *       administrator changes it. It is in force at once, and never for earlier runs: the price that was stored last is
 *       in force. The service does not start if a chargeable model has no price, or if a price for tokens has no upper
 *       bound. It does not start either if rounding makes the usual run of a model with a price free.
 *   <li>Before a run begins, its maximum cost is subtracted from the balance and held. The end of the run settles the
 *       hold (the cost is charged, the rest is returned) or releases it. The hold of a run whose node is gone expires.
 *       A hold is resolved once. {@code transcription} quotes the maximum cost of a run and its fallbacks.
 *   <li>Each of these steps is one short transaction that begins with a conditional statement. No step computes from a
 *       balance that was read before.
 *   <li>The ledger is double entry and append-only. The database enforces the latter. The sum of the lines of an
 *       account is its balance.
 *   <li>Monthly limits for keys and user identifiers count holds as spent, whether or not a limit is configured, in the
 *       month (UTC) in which a run began.
 *   <li>The erasure of a user removes its identifier from the holds and sums of past months, in which no limit counts.
 *   <li>A credit happens once for each idempotency key, and has a reason and an author.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.billing.currency}</td><td>USD</td><td>of prices and accounts, ISO 4217</td></tr>
 *   <tr><td>{@code escriba.billing.scale}</td><td>6</td><td>decimal places of a new account's amounts, 0 to 9</td></tr>
 *   <tr><td>{@code escriba.billing.rounding}</td><td>half-even</td><td>or up</td></tr>
 *   <tr><td>{@code escriba.billing.monthly-limit.per-key}, {@code .per-user-identifier}</td><td></td><td>spending a
 *       month, no limit unless set</td></tr>
 * </table>
 */
package dev.escriba.billing;
