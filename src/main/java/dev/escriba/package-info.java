/**
 * Escriba: a speech-to-text service that a company runs itself.
 *
 * <p>Each business component has at most the layers {@code boundary} (HTTP), {@code control} (behaviour) and
 * {@code entity} (values and stored state). Large components have further packages beside these. Neither components nor
 * the packages of one component have cyclic dependencies. An architecture test compares the three lists below with the
 * code.
 *
 * <p>Calls between components:
 *
 * <pre>
 * console       -> problem, security, transcription, web
 * openai        -> culture, media, models, problem, security, settings, speech, subtitles, transcription, web
 * transcription -> billing, culture, files, media, models, problem, schedule, schema, security, settings, speech, storage, subtitles, telemetry, web, webhooks
 * start         -> models, schema, security, settings, speech, storage, telemetry
 * health        -> reporting, schedule, schema, settings, speech, storage, telemetry, transcription, web
 * reporting     -> billing, models, schedule, schema, security, settings, telemetry, web
 * files         -> culture, media, problem, schedule, schema, security, settings, web
 * webhooks      -> culture, problem, schedule, schema, security, settings, telemetry, web
 * subtitles     -> speech
 * billing       -> culture, models, problem, schema, security, settings, web
 * speech        -> media, models, problem, settings, storage, telemetry
 * models        -> culture, problem, schema, security, settings, storage, web
 * media         -> problem, settings, storage, telemetry
 * security      -> culture, problem, schedule, schema, settings, storage, telemetry, web
 * web           -> culture, problem, settings, telemetry
 * problem       -> culture
 * micro         -> storage
 * schedule, schema, storage -> settings
 * culture, settings, telemetry -> none
 * </pre>
 *
 * <p>The SQL of a component names its own tables, and these tables of other components:
 *
 * <pre>
 * reporting     -> account, balance, hold, instance, ledger_line
 * billing       -> account
 * webhooks      -> account, instance
 * </pre>
 *
 * <p>Foreign keys between tables of two components:
 *
 * <pre>
 * instance, idempotent_request, balance, ledger_line, spending, webhook, stored_file -> account
 * ledger_line, hold, webhook_delivery -> instance
 * instance -> price
 * </pre>
 *
 * <p>Glossary:
 *
 * <dl>
 *   <dt>run
 *   <dd>The processing of one request to transcribe, from the upload to the settlement. It belongs to one node.
 *   <dt>instance
 *   <dd>The stored record of a run, from the moment at which its media is known. Its state is RUNNING, then
 *       SUCCEEDED, FAILED or CANCELLED; a queued run is QUEUED first. The API calls it an execution.
 *   <dt>queued run
 *   <dd>A run that is done after its request was answered. It waits until a node claims it, and may take several
 *       attempts.
 *   <dt>attempt
 *   <dd>The work of one node on a queued run. It has a number.
 *   <dt>result
 *   <dd>The outcome of a run that succeeded: transcript, language, duration, tokens and cost.
 *   <dt>caller
 *   <dd>The authenticated principal of a request, a key or a person, with its roles and its limits.
 *   <dt>credential
 *   <dd>What proves the identity of a caller: an API key, a token, a session or a password.
 *   <dt>account
 *   <dd>The owner of keys, instances and a balance. Every caller belongs to one account, which pays for its runs.
 *   <dt>hold
 *   <dd>The maximum cost of a run, subtracted from the balance before the run begins.
 *   <dt>settlement
 *   <dd>The end of a hold after success: the cost is charged, the rest is returned. A hold without success is released,
 *       or expires.
 *   <dt>webhook
 *   <dd>An address of an account that is told when executions have ended.
 *   <dt>delivery
 *   <dd>One event that one webhook is told, in as many attempts as it takes.
 *   <dt>utterance
 *   <dd>A stretch of speech between pauses, of at most 26 seconds. A model recognises one utterance at a time.
 *   <dt>segment
 *   <dd>A part of the transcript with its times and its language.
 *   <dt>hypothesis
 *   <dd>A text that a model proposes for an utterance, with its probability.
 *   <dt>hotword
 *   <dd>A term of the prompt, or a keyword, that recognition favours.
 *   <dt>word
 *   <dd>A word of a segment with its times and its probability, for requests that ask for words.
 * </dl>
 */
package dev.escriba;
