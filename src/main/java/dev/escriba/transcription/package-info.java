/**
 * Transcription: {@code POST /api/v2/Audio/transcribe}, one run from upload to answer, and the stored instances.
 *
 * <ol>
 *   <li>Requests and answers are those of the published contract of the Serenity Star AI Hub, to the byte.
 *   <li>Order of checks: credentials, permission, shape and limits (all field errors together), model, media, balance, work.
 *   <li>Every run is an instance: RUNNING while it works, then SUCCEEDED or FAILED; one that a dead process left RUNNING is FAILED when
 *       the same node starts again.
 *   <li>No transaction spans decoding or recognition. The upload is deleted when the request ends.
 *   <li>Neither a file name nor a transcript reaches the log.
 * </ol>
 *
 * Configuration: {@code escriba.transcription.max-prompt-characters} (default 4096).
 */
package dev.escriba.transcription;
