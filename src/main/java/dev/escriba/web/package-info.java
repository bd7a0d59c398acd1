/**
 * Web: how HTTP is spoken here, whatever the resource.
 *
 * <ol>
 *   <li>Paths below {@code /api} match in any case, and without a version they mean the newest.
 *   <li>{@code application/json}, {@code text/json} and {@code text/plain} carry the same JSON document.
 *   <li>No body is read further than {@code escriba.media.max-file-bytes} and {@code escriba.web.max-other-bytes} together, no form beyond
 *       64 parts; up to {@code escriba.web.max-discarded-bytes} more are thrown away so that the client sees the answer.
 *   <li>Every response of the API carries {@code Content-Language} and is UTF-8.
 *   <li>Every answer carries {@code X-Request-Id}: the caller's, where it is at most 64 of {@code A-Z a-z 0-9 . _ -}, else one that is made. Log lines of the
 *       request have it too, and each request that is refused has one.
 * </ol>
 */
package dev.escriba.web;
