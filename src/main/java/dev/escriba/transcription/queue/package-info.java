/**
 * Queued runs: acceptance, waiting audio, the order of the queue, the worker, and what their event streams read.
 *
 * <ol>
 *   <li>A run is accepted after its media is probed and measured, unless its client is gone by then and has no
 *       idempotency key. Instance, row of the queue, claim and hold are one transaction.
 *   <li>A node claims the first run of the order whose audio it can read. A change by an attempt whose number is not
 *       the current one is refused.
 *   <li>A run of a dead or stopped node waits again. After too many losses it fails.
 *   <li>Audio, request and segments exist until the run ends, and not after it.
 *   <li>Only a node with {@code escriba.queue.enabled} puts runs into the queue. Every node works on queued runs.
 * </ol>
 */
package dev.escriba.transcription.queue;
