/**
 * Web: the parts of HTTP that are the same for all resources.
 *
 * <ol>
 *   <li>Paths below {@code /api} match in any case. A path without a version means the newest version.
 *   <li>{@code application/json}, {@code text/json} and {@code text/plain} carry the same JSON document. A stored
 *       transcript is text under {@code text/plain}.
 *   <li>The largest valid body has {@code escriba.media.max-file-bytes} plus {@code escriba.web.max-other-bytes} bytes,
 *       below {@code /v1} 1 MiB of text more, and a form at most 64 parts. Up to
 *       {@code escriba.web.max-discarded-bytes} more are read and discarded: unknown and repeated parts, and the rest
 *       of parts that are too large. A larger body is refused (400). Below {@code /v1} a body over the largest valid
 *       one is refused (413), after as much more is read, so that the client reads the answer.
 *   <li>The text of a part has the charset that the part declares, or UTF-8.
 *   <li>An unknown query parameter is refused (400) with the names of the known ones. The contract endpoint and the
 *       paths below {@code /v1} ignore it.
 *   <li>Every response of the API carries {@code Content-Language} and is UTF-8.
 *   <li>Every answer of a run that is stored carries {@code X-Instance-Id}, also of a run that failed.
 *   <li>Every answer carries {@code X-Request-Id}: the id of the caller if it has at most 64 characters of
 *       {@code A-Z a-z 0-9 . _ -}, else a new one. All log lines of the request carry the id, and each refused request
 *       has a log line.
 * </ol>
 *
 * <p>Three rules are elsewhere because other components need them without HTTP: the characters that a client's text may
 * have and the choice of the culture ({@code culture}), and the position at which a page of a listing ends
 * ({@code schema}).
 */
package dev.escriba.web;
