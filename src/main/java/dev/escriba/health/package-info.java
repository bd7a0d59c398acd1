/**
 * Health: the checks of MicroProfile Health that belong to nobody else, and taking a node out of service.
 *
 * <ol>
 *   <li>Ready means: the models are loaded and have transcribed a sample, the books balance, and nobody has asked the node to drain.
 *   <li>A file {@code drain} in the data directory asks for that; a file {@code drained} answers it while nothing is under way.
 * </ol>
 */
package dev.escriba.health;
