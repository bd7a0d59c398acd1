/**
 * The API that clients of OpenAI know, below {@code /v1}: {@code audio/transcriptions}, {@code audio/translations} and
 * {@code models}. A request becomes the same run as one to the hub's endpoint, with the same keys, limits, idempotency
 * and ledger.
 *
 * <ol>
 *   <li>The form fields decide the type of the answer: {@code response_format} and {@code stream}. {@code Accept} does
 *       not, because clients send the same one with every request.
 *   <li>A wrong value is 400 with {@code param} and {@code code}. Unknown fields are ignored.
 *   <li>Models have the ids and names of the catalogue. The names of OpenAI's models mean the default model ({@code
 *       escriba.openai.model-aliases}), unless a model of the catalogue has the name.
 *   <li>{@code escriba.openai.formats} lists the accepted formats; {@code escriba.media.formats} is the hub's.
 *   <li>A stream sends a delta for each segment, a comment after 15 seconds of silence, and {@code
 *       transcript.text.done} after the settlement. The deltas joined are its text. A client that is gone ends the run
 *       unpaid at the next event. A failure before the first event has its usual status; later it is an event.
 *   <li>Speech that is not English is not translated: 404, unpaid.
 * </ol>
 */
package dev.escriba.openai;
