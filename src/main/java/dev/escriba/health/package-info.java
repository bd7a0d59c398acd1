/**
 * Health: the checks of MicroProfile Health, and draining.
 *
 * <ol>
 *   <li>A node is ready if its models are loaded and have transcribed a sample, the database answers, the ledger
 *       balances, and the node is not draining.
 *   <li>A file {@code drain} in the data directory starts draining. The node creates a file {@code drained} while no
 *       request is open.
 * </ol>
 */
package dev.escriba.health;
