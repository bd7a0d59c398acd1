/**
 * Models: the catalogue of AI models, with id, name, provider, languages, licence, limits, fallbacks, price, state, and
 * the default.
 *
 * <ol>
 *   <li>Ids never change. The UUID of an embedded model is in the {@code model.properties} of its directory.
 *   <li>The catalogue is stored. The installation and the configuration seed a model once; after that the stored value
 *       counts, and one warning at start names the configured values that differ. The languages, provider and licence
 *       of a model that runs here are those of the installation. A model that is not installed any more is not offered.
 *   <li>Administrators change the catalogue over HTTP. A change names the state that it is based on (ETag and
 *       If-Match). It is in force on its node at once, and on other nodes within two seconds. The audit log has it.
 *   <li>One model is the default. The model that detects the language is the default of a new catalogue. It uses the
 *       first model of each language. Configured directories come before packed ones.
 *   <li>A directory in {@code escriba.models.directories} replaces a packed one of the same id, or adds a model. {@code
 *       escriba.models.packed=false} leaves the packed models out. The {@code family} in a directory's {@code
 *       model.properties} names the model family; the default is {@code moonshine}. Without any directory, a library or
 *       the configuration must add models.
 *   <li>A remote model names a configured server and a model there ({@code escriba.models.catalogue.<uuid>}).
 *   <li>A price is {@code escriba.models.prices.<uuid>.per-minute}, {@code .per-million-prompt-tokens} or {@code
 *       .per-million-completion-tokens}; it seeds the stored price, which {@code billing} keeps. A
 *       model without a price is free.
 *   <li>A library in the WAR may add models, with a bean of {@link dev.escriba.models.control.ModelSource} and one of
 *       the {@code SpeechEngine} that they name.
 *   <li>Other components add what they know of a model by {@link dev.escriba.models.control.ModelPrices} and {@link
 *       dev.escriba.models.control.ModelStates}.
 * </ol>
 */
package dev.escriba.models;
