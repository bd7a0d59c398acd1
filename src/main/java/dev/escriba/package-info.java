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
 * transcription -> billing, culture, media, models, problem, schedule, schema, security, settings, speech, storage, telemetry, web
 * start         -> models, schema, security, settings, speech, storage, telemetry
 * health        -> reporting, schedule, settings, speech, storage, telemetry, transcription, web
 * reporting     -> billing, schedule, schema, security, settings, telemetry, web
 * billing       -> culture, models, problem, schema, security, settings, web
 * speech        -> media, models, problem, settings, storage, telemetry
 * models        -> culture, problem, security, settings, storage
 * media         -> problem, settings, storage, telemetry
 * security      -> culture, problem, schedule, schema, settings, storage, web
 * web           -> culture, problem, settings, telemetry
 * problem       -> culture
 * schedule, schema, storage -> settings
 * culture, micro, settings, telemetry -> nobody
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
