/**
 * Billing: what an execution costs. Amounts are decimals in the currency of the account ({@code escriba.billing.currency}, default
 * USD), rounded half even to {@link dev.escriba.billing.entity.Cost#SCALE} places; the total is the sum of the rounded parts.
 *
 * <p>Out of scope so far: balances, holds and the ledger. Their place in a run is marked in {@code transcription.control.TranscriptionRun}.
 */
package dev.escriba.billing;
