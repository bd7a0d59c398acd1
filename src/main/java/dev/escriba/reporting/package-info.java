/**
 * Reporting: usage reports, the reconciliation of the ledger, and metrics of the open holds.
 *
 * <p>Promise: it reads and never writes. It is the only component that may name tables of others: {@code account} of
 * security, {@code instance} of transcription, and the balances, holds and ledger lines of billing.
 *
 * <ol>
 *   <li>Usage is summed up over the runs that succeeded, in the order of the groups, as JSON and as CSV. An
 *       administrator may ask for another account, and for the sums of all accounts.
 *   <li>The reconciliation compares balances, holds, runs and the ledger: at the start, at intervals, and when an
 *       administrator asks. Health reports its result. A long ledger is read in pieces: a check reads what is new since
 *       the last one of this process, and everything is read again at longer intervals.
 *   <li>Metrics show the number and the age of open holds, and the result of the last reconciliation.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.billing.reconciliation-interval}</td><td>PT15M</td><td>between two reconciliations</td></tr>
 *   <tr><td>{@code escriba.billing.full-reconciliation-interval}</td><td>PT24H</td><td>between two readings of a whole
 *       ledger that is long</td></tr>
 *   <tr><td>{@code escriba.telemetry.sample-interval}</td><td>PT15S</td><td>between two samples of the open
 *       holds</td></tr>
 * </table>
 */
package dev.escriba.reporting;
