/**
 * Models: the catalogue of AI models: id, name, provider, languages, licence, price, which one is the default.
 *
 * <ol>
 *   <li>Ids are fixed: an embedded model keeps its UUID for ever; it stands in the {@code model.properties} of its directory.
 *   <li>The default model detects the language among all that are installed. The first model of a language is the one that it asks; those of the
 *       configuration stand before the packed ones.
 *   <li>A directory named in {@code escriba.models.directories} takes the place of a packed one of the same id, else it stands beside it; {@code
 *       escriba.models.packed=false} leaves the packed ones out. Its {@code model.properties} names its {@code family}, {@code moonshine} by default.
 *       There may be none of both where a library brings others.
 *   <li>A price is {@code escriba.models.prices.<uuid>.per-minute}, {@code .per-million-prompt-tokens} or {@code
 *       .per-million-completion-tokens}; embedded models cost nothing unless one is set.
 *   <li>A library in the WAR may bring further models, by a bean of {@code ModelSource}, and the {@code SpeechEngine} that they name.
 * </ol>
 */
package dev.escriba.models;
