/**
 * Bearer tokens of the identity provider of a company: programs send them in {@code Authorization: Bearer}. The ID
 * tokens of people go through the same verification.
 *
 * <ol>
 *   <li>Off until {@code escriba.security.oidc.issuer} and {@code escriba.security.oidc.audience} are set.
 *   <li>A token is accepted only if its signature, issuer, audience and times are valid. The signature uses one of nine
 *       asymmetric algorithms and a key that the issuer publishes. Every other token is refused (401), and the answer
 *       does not say why.
 *   <li>Keys are fetched at the first token and cached. An unknown key id causes a fetch at once, at a limited rate. If
 *       the provider does not answer, cached keys serve for an hour more.
 *   <li>The discovery document ({@link ProviderMetadata}) names the address of the keys and the address where people
 *       end their session.
 *   <li>No part of a token is logged.
 * </ol>
 */
package dev.escriba.security.bearer;
