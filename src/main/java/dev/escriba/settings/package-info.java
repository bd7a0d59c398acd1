/**
 * Settings: wrong settings, and the end of a start that fails.
 *
 * <ol>
 *   <li>A wrong setting is one message: its key, its value (never that of a secret) and what to set instead.
 *   <li>Each component has its configuration in records that carry {@link dev.escriba.settings.control.Settings}. The
 *       records are read once, before anything starts, and then injected. One message names all wrong values of all components.
 *   <li>A setting that is wrong only together with something else, such as a file or the database, is found by its
 *       component when the application starts.
 *   <li>A start that fails says why in one message. With {@code escriba.exit-on-failed-start=true} the process then ends with exit code 1;
 *       without it the server does not deploy the application.
 * </ol>
 */
package dev.escriba.settings;
