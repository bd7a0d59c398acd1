/**
 * Web: how HTTP is spoken here, whatever the resource.
 *
 * <ol>
 *   <li>Paths below {@code /api} match in any case, and without a version they mean the newest.
 *   <li>{@code application/json}, {@code text/json} and {@code text/plain} carry the same JSON document.
 *   <li>No body is read further than {@code escriba.web.max-body-bytes}.
 *   <li>Every response carries {@code Content-Language}.
 * </ol>
 */
package dev.escriba.web;
