/**
 * Reporting: what accounts used, whether the books balance, and what is held now.
 *
 * <p>Promise: it reads and never writes. It is the only component that may name tables of others: {@code instance} of transcription, and the balances,
 * holds and ledger lines of billing.
 *
 * <ol>
 *   <li>Usage is summed up over the executions that answered, in the order of the groups, as JSON and as CSV.
 *   <li>The reconciliation compares balances, holds, executions and the ledger, at the start, at intervals, and when an administrator asks. Health reports its
 *       result.
 *   <li>Metrics show how much is held, since when, and what the last reconciliation found.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.billing.reconciliation-interval}</td><td>PT15M</td><td>between two comparisons of the books</td></tr>
 *   <tr><td>{@code escriba.telemetry.sample-interval}</td><td>PT15S</td><td>between two looks at the open holds</td></tr>
 * </table>
 */
package dev.escriba.reporting;
