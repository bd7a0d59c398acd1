/**
 * OpenID Connect for people, by the mechanism that Jakarta Security brings (code flow, state, nonce).
 *
 * <ol>
 *   <li>Off until {@code escriba.security.oidc.issuer}, {@code .client-id} and {@code .client-secret} are set: only then does the mechanism exist.
 *   <li>A sign-in begins at {@code /sign-in}, comes back to {@code /sign-in/callback} and goes on to a path of this application. Calls of the API
 *       are never sent anywhere.
 *   <li>What counts is the ID token, verified here once more as strictly as bearer tokens are. Whom it names is asked again with each new one.
 *   <li>The session gets a new id at sign-in, and ends with the sign-out, with the tokens if they cannot be renewed, or when it is idle.
 *   <li>Where a server forgets whom it was told of, the session alone says so, for as long as its ID token is valid.
 *   <li>The server's mechanism is asked by this application's and never by the server, which could call only one of them.
 *   <li>A request that changes something and comes from another site has no session.
 * </ol>
 */
package dev.escriba.security.openid;
