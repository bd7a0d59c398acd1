/**
 * The engine of models on other servers: any server with the OpenAI-compatible transcription API.
 *
 * <ol>
 *   <li>A server is configured ({@link dev.escriba.speech.remote.RemoteSettings}). The catalogue names it, and the
 *       name of the model there. Its key is in the configuration alone.
 *   <li>The engine reads the decoded audio to its end and detects its speech. A recording without speech is not sent.
 *   <li>An upload in a format that the server takes is sent as it came, else as WAV. It is streamed from its file.
 *   <li>Each model has an admission queue and circuit breakers of its own. So a server that fails or hangs takes
 *       neither places nor time from another one. An account whose recordings fail loses the model alone.
 *   <li>All tries of a run carry one {@code Idempotency-Key}, also those of later attempts on other nodes.
 *   <li>A try has a time limit. A failure that may pass is repeated, a bounded number of times, after a random and
 *       growing delay, and not before the time that {@code Retry-After} names.
 *   <li>An empty text for a recording with audible speech is a failure.
 *   <li>What a server sends is limited in size and checked. Nothing of a failed answer reaches the caller or a log.
 *   <li>Tokens are those that the server counts. Where it counts seconds or nothing, they are estimated: 50 prompt
 *       tokens for each second of audio, and a token for each 4 bytes of text.
 * </ol>
 */
package dev.escriba.speech.remote;
