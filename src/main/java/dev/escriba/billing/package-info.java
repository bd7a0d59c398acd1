/**
 * Billing: what an execution costs, who pays it, and books that show it.
 *
 * <p>Promise: no balance is ever below zero, a failed execution is free, an execution is charged at most once and never more than was set
 * aside for it, every charge names its execution, and the books balance at every instant at which somebody looks.
 *
 * <ol>
 *   <li>Amounts are exact decimals in the account's currency with the account's decimal places ({@code escriba.billing.scale}). Each
 *       part of a cost is rounded half even, once; the total is the sum of the rounded parts.
 *   <li>Prices are dated: a changed one is in force from the start that first has it, and never for what ran before. A chargeable
 *       model without a price keeps the service from starting.
 *   <li>Before a run begins the most that it can cost is taken off the balance and held. Its end settles the hold (the cost is charged, the
 *       rest returned) or releases it; a run that nobody works on any more has it expire. Once, whoever comes first.
 *   <li>Each of those steps is one short transaction that begins with a conditional statement; nothing is computed from a balance
 *       that was read before.
 *   <li>The ledger is double entry and append-only, which the database itself enforces. The sum of an account's lines is its balance.
 *   <li>Monthly limits for keys and user identifiers count what is held as spent, by the month (UTC) in which a run began.
 *   <li>Credits happen once for each idempotency key, and have a reason and an author.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.billing.currency}</td><td>USD</td><td>of prices and accounts, ISO 4217</td></tr>
 *   <tr><td>{@code escriba.billing.scale}</td><td>6</td><td>decimal places of a new account's amounts, 0 to 9</td></tr>
 *   <tr><td>{@code escriba.billing.monthly-limit.per-key}, {@code .per-user-identifier}</td><td></td><td>spending a month, no limit unless set</td></tr>
 * </table>
 */
package dev.escriba.billing;
