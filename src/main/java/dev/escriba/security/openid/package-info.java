/**
 * OpenID Connect for people, by the mechanism of Jakarta Security (code flow, state, nonce), or with
 * {@code escriba.security.oidc.pkce} by this application itself (the same with PKCE).
 *
 * <ol>
 *   <li>Off until {@code escriba.security.oidc.issuer}, {@code .client-id} and {@code .client-secret} are set: only
 *       then is the mechanism defined.
 *   <li>A sign-in begins at {@code /sign-in}, returns to {@code /sign-in/callback} and continues on a path of this
 *       application. API requests are never redirected.
 *   <li>The ID token counts. The application verifies it as strictly as bearer tokens. Account and roles are determined
 *       again for each new token.
 *   <li>The session gets a new id at sign-in. It ends at sign-out, when it is idle, and when its tokens cannot be
 *       renewed.
 *   <li>Some servers do not keep the caller in the session. There, and with PKCE, the session is valid as long as its
 *       ID token.
 *   <li>The mechanism of this application calls the server's mechanism. The server calls only the former.
 *   <li>A request from another site that changes something is refused.
 * </ol>
 */
package dev.escriba.security.openid;
