/**
 * Security: who is calling. Every address below {@code /api} needs a caller; a caller shows an API key in {@code
 * X-API-KEY}, a bearer token of the company's identity provider ({@code bearer}), or has signed in there ({@code openid}).
 *
 * <ol>
 *   <li>There are no default credentials. On an empty database one key is made and shown once in the log, or the one in {@code
 *       escriba.security.bootstrap-key} is taken (at least 20 characters); only digests are stored.
 *   <li>Keys are compared in constant time; an unknown one and none at all are answered alike, 401.
 *   <li>What a caller may do hangs on roles, {@code transcriber}, {@code auditor}, {@code administrator}, through Jakarta Security alone.
 * </ol>
 *
 * Out of scope so far: managing keys, rate limits.
 */
package dev.escriba.security;
