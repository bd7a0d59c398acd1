/**
 * Escriba: speech-to-text that a company runs itself.
 *
 * <p>Business components, each with at most the layers {@code boundary} (HTTP), {@code control} (what it does) and {@code entity}
 * (what it is). Who may call whom, from top to bottom and never back:
 *
 * <pre>
 * transcription -> speech, media, models, billing
 * start         -> speech, models, security, storage, schema
 * health        -> transcription, speech, billing, storage, schedule, web
 * speech        -> media, models
 * billing       -> models, security, schema
 * models        -> storage
 * media         -> storage
 * transcription -> security, storage, schema
 * security      -> storage, schema
 * transcription, billing, security -> web, schedule
 * web           -> problem, culture
 * any           -> problem, culture
 * any           -> settings
 * transcription, speech, media, billing, health, web, start -> telemetry
 * problem       -> culture
 * culture, settings, telemetry, micro -> nobody
 * schema, schedule, storage -> settings
 * </pre>
 */
package dev.escriba;
