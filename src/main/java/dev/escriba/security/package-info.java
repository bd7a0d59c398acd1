/**
 * Security: authentication, accounts, permissions, rate limits, and the audit log.
 *
 * <ol>
 *   <li>Every address below {@code /api} needs a caller. A caller is authenticated by an API key in {@code X-API-KEY}
 *       or as a bearer token, by a token or a session of the identity provider, by name and password of the server's
 *       realm, or by a trusted proxy. Other components see a {@code Caller} and its roles, not the credential.
 *   <li>There are no default credentials. On an empty database the service generates one key and logs it once, or it
 *       takes the key in {@code escriba.security.bootstrap-key} (at least 20 characters). A start adds the key in
 *       {@code escriba.security.recovery-key} as one of an administrator, once.
 *   <li>Of a key, the database stores a public prefix and a salted digest, which is keyed by a secret outside the
 *       database. Digests are compared in constant time. Missing, unknown, revoked and expired keys get the same
 *       answer, 401.
 *   <li>Callers of a disabled account get 403. Work that has begun goes on. The first account cannot be disabled, and
 *       an administrator cannot disable its own account.
 *   <li>Permissions depend on roles that the deployment descriptor declares and the container checks:
 *       {@code transcriber}, {@code auditor}, {@code administrator}, and for the scopes of keys
 *       {@code instances-reader}, {@code instances-writer}, {@code usage-reader}, {@code webhooks-manager},
 *       {@code files-user} and {@code metrics-reader}. A person who is a {@code transcriber} is a {@code files-user}
 *       too.
 *   <li>Token buckets in the database limit requests, for all nodes together. Each client network has a budget of
 *       failed sign-ins for each kind of credential.
 *   <li>Each administrative act and its line in the audit log are one transaction. The database refuses to change a
 *       line.
 * </ol>
 */
package dev.escriba.security;
