/**
 * Transcription: {@code POST /api/v2/Audio/transcribe}, one run from upload to answer, and the stored instances.
 *
 * <ol>
 *   <li>Requests and answers are those of the published contract of the Serenity Star AI Hub, to the byte.
 *   <li>Order of checks: credentials, permission, shape and limits (all field errors together), model, idempotency key, media, balance,
 *       work.
 *   <li>Every run is an instance: RUNNING while it works, then SUCCEEDED or FAILED, together with what becomes of its money. Its node renews
 *       its lease; what a dead process left RUNNING is FAILED when the same node starts again, or, by any node, when the lease is over.
 *   <li>A request under an idempotency key is worked on once; repeated within a day it is answered by the same execution.
 *   <li>Instances are read within their account; whoever may only transcribe reads those of the own credential.
 *   <li>No transaction spans decoding or recognition. The upload is deleted when the request ends.
 *   <li>Neither a file name nor a transcript reaches the log.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.transcription.max-prompt-characters}</td><td>4096</td><td>longest prompt</td></tr>
 *   <tr><td>{@code escriba.transcription.settlement-patience}</td><td>PT20S</td><td>how long a finished run waits for the database</td></tr>
 *   <tr><td>{@code escriba.transcription.stop-patience}</td><td>PT10S</td><td>how long a stop lets runs go on</td></tr>
 *   <tr><td>{@code escriba.instances.transcripts}</td><td>keep</td><td>or none: not stored</td></tr>
 *   <tr><td>{@code escriba.instances.transcript-retention}</td><td>P30D</td><td>how long they are kept</td></tr>
 *   <tr><td>{@code escriba.instances.purge-interval}</td><td>PT1H</td><td>how often what is over is forgotten</td></tr>
 *   <tr><td>{@code escriba.instances.lease}</td><td>PT2M</td><td>how long a run is its node's without a renewal</td></tr>
 * </table>
 */
package dev.escriba.transcription;
