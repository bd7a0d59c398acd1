/**
 * Escriba: speech-to-text that a company runs itself.
 *
 * <p>Business components, each with at most the layers {@code boundary} (HTTP), {@code control} (what it does) and {@code entity}
 * (what it is). Who may call whom, from top to bottom and never back:
 *
 * <pre>
 * transcription -> speech, media, models, billing
 * health        -> speech
 * speech        -> media, models
 * billing       -> models
 * models        -> storage
 * media         -> storage
 * transcription -> security, storage, schema
 * security      -> schema
 * web           -> problem, culture
 * any           -> problem, culture
 * problem       -> culture
 * culture, schema, storage -> nobody
 * </pre>
 */
package dev.escriba;
