/**
 * Escriba: speech-to-text that a company runs itself.
 *
 * <p>Business components, each with at most the layers {@code boundary} (HTTP), {@code control} (what it does) and {@code entity}
 * (what it is). Large components have packages of their own beside these. Neither components nor the packages of one call each other in a circle. An
 * architecture test compares the three lists below with the code.
 *
 * <p>Who calls whom:
 *
 * <pre>
 * transcription -> billing, culture, media, models, problem, schedule, schema, security, speech, storage, telemetry, web
 * health        -> reporting, schedule, speech, storage, telemetry, transcription, web
 * reporting     -> billing, schedule, schema, security, telemetry, web
 * billing       -> culture, models, problem, schema, security, web
 * speech        -> media, models, problem, storage, telemetry
 * models        -> culture, problem, security, storage
 * media         -> problem, storage, telemetry
 * security      -> culture, problem, schedule, schema, storage, web
 * web           -> culture, problem, telemetry
 * problem       -> culture
 * culture, schedule, schema, storage, telemetry -> nobody
 * </pre>
 *
 * <p>The SQL of a component names the component's own tables, and these of others:
 *
 * <pre>
 * reporting     -> balance, hold, instance, ledger_line
 * billing       -> account
 * </pre>
 *
 * <p>Foreign keys between tables of two components:
 *
 * <pre>
 * instance, idempotent_request, balance, ledger_line, spending -> account
 * ledger_line, hold -> instance
 * instance -> price
 * </pre>
 */
package dev.escriba;
