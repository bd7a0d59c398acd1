/**
 * Transcription: {@code POST /api/v2/Audio/transcribe}, one run from upload to answer, and the stored instances.
 *
 * <ol>
 *   <li>Requests and answers are those of the published contract of the Serenity Star AI Hub, to the byte.
 *   <li>Checks run in this order: credentials, permission, shape and limits (all field errors together), model,
 *       idempotency key, a place, media, balance. Recognition comes after them. A run keeps its place until it ends.
 *   <li>Each run is stored as an instance. It is RUNNING first (QUEUED before, if it waits), then SUCCEEDED, FAILED or
 *       CANCELLED. The final state and the
 *       settlement or release of the hold are one transaction. The node of a run renews the lease of the run. A run
 *       that a dead process left RUNNING becomes FAILED when the same node starts again; after the end of the lease,
 *       any node ends it. A queued run waits again instead: {@link dev.escriba.transcription.queue} has its rules.
 *   <li>The transaction that ends a run stores the deliveries to webhooks. A webhook gets the instance in the form of
 *       the API.
 *   <li>A request with an idempotency key runs once. The same request within a day gets the result of the first run.
 *   <li>When the engine of the chosen model fails, the fallbacks of the model take over, in their order, until one
 *       answers. The hold is the highest cost of the chain. The model that answered is stored, and it alone is charged.
 *   <li>The transcript of a run is stored with its segments and peaks, and deleted with them. Nodes of the version
 *       before store and delete the text alone: segments without a text are neither read nor kept.
 *   <li>A correction of a segment is stored beside the words of the machine, with its author and its time. Every export
 *       of the transcript has it; the answer of the run, and the transcript of the instance, stay those of the machine.
 *       It is undone by a request and deleted with the transcript.
 *   <li>A caller reads the instances of its account. A caller that may only transcribe reads those of its credential.
 *       An administrator may read those of another account, which the request names.
 *   <li>No transaction spans decoding or recognition. The upload is deleted when the request ends.
 *   <li>Neither file names nor transcripts are logged.
 *   <li>{@link dev.escriba.transcription.entity.TranscriptDocument} names the speakers of a transcript A, B and so on,
 *       one for each channel. {@code openai} also takes names from its request.
 * </ol>
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.transcription.max-prompt-characters}</td>
 *     <td>4096</td><td>longest prompt</td></tr>
 *   <tr><td>{@code escriba.transcription.settlement-patience}</td>
 *     <td>PT20S</td><td>time that a finished run waits for the database</td></tr>
 *   <tr><td>{@code escriba.transcription.stop-patience}</td>
 *     <td>PT10S</td><td>time that runs get to finish when the application stops</td></tr>
 *   <tr><td>{@code escriba.instances.transcripts}</td>
 *     <td>keep</td><td>keep stores transcripts, none does not</td></tr>
 *   <tr><td>{@code escriba.instances.transcript-retention}</td>
 *     <td>P30D</td><td>time that transcripts are kept</td></tr>
 *   <tr><td>{@code escriba.instances.purge-interval}</td>
 *     <td>PT1H</td><td>time between two purges of old transcripts and keys</td></tr>
 *   <tr><td>{@code escriba.instances.lease}</td>
 *     <td>PT2M</td><td>length of a lease without a renewal</td></tr>
 * </table>
 */
package dev.escriba.transcription;
