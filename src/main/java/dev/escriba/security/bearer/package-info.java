/**
 * Bearer tokens of a company's sign-on: what programs show in {@code Authorization: Bearer}, and the verification that the tokens of people
 * go through too.
 *
 * <ol>
 *   <li>Off until {@code escriba.security.oidc.issuer} and {@code escriba.security.oidc.audience} are set.
 *   <li>A token counts only if its signature, by one of nine asymmetric algorithms and a key that the issuer publishes, its issuer, its audience
 *       and its time are right. Everything else is nobody's token, without a word about why.
 *   <li>Keys are fetched when they are first needed and kept for a while; a key that is not known is asked for at once, but not without end. A
 *       provider that is away does not matter to keys that are known, for an hour.
 *   <li>Where the issuer's keys are, and where people end their session there, is in its discovery document ({@link ProviderMetadata}).
 *   <li>Nothing of a token is logged.
 * </ol>
 */
package dev.escriba.security.bearer;
