/**
 * Security: who is calling, for which account, what they may do, how often, and what administrators did.
 *
 * <ol>
 *   <li>Every address below {@code /api} needs a caller: an API key in {@code X-API-KEY} or as a bearer token, a token or a session of a company's OpenID provider, a name and
 *       password of the server's realm, or what a trusted proxy says. What comes after knows a {@code Caller} and its roles, and not which it was.
 *   <li>There are no default credentials. On an empty database one key is made and shown once in the log, or the one in {@code
 *       escriba.security.bootstrap-key} is taken (at least 20 characters).
 *   <li>Of a key, a public prefix and a salted digest are stored that is keyed by a secret outside the database; it is compared in constant time. Unknown,
 *       revoked and expired ones and none at all are answered alike, 401.
 *   <li>What a caller may do hangs on roles that the deployment descriptor declares, checked declaratively: {@code transcriber}, {@code auditor},
 *       {@code administrator}, and for the scopes of keys {@code instances-reader}, {@code usage-reader} and {@code
 *       metrics-reader}.
 *   <li>Requests are limited by token buckets in the database, the same for all nodes; failed sign-ins by a budget for each address.
 *   <li>Each administrative act and its line in the audit log are one transaction; the database refuses to change a line.
 * </ol>
 */
package dev.escriba.security;
