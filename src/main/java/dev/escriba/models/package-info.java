/**
 * Models: the catalogue of AI models, with id, name, provider, languages, licence, price, and the default.
 *
 * <ol>
 *   <li>Ids never change. The UUID of an embedded model is in the {@code model.properties} of its directory.
 *   <li>The default model detects the language among all installed models. It uses the first model of each language.
 *       Configured directories come before packed ones.
 *   <li>A directory in {@code escriba.models.directories} replaces a packed one of the same id, or adds a model. {@code
 *       escriba.models.packed=false} leaves the packed models out. The {@code family} in a directory's {@code
 *       model.properties} names the model family; the default is {@code moonshine}. Without any directory, a library
 *       must add models.
 *   <li>A price is {@code escriba.models.prices.<uuid>.per-minute}, {@code .per-million-prompt-tokens} or {@code
 *       .per-million-completion-tokens}. An embedded model without a price is free.
 *   <li>A library in the WAR may add models, with a bean of {@link dev.escriba.models.control.ModelSource} and one of
 *       the {@code SpeechEngine} that they name.
 * </ol>
 */
package dev.escriba.models;
