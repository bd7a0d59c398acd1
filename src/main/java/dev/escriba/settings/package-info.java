/**
 * What is wrong with a setting, and what becomes of a start that fails.
 *
 * <ol>
 *   <li>A wrong setting is one message: its key, its value (never that of a secret) and what to set instead.
 *   <li>Values that cannot be read as what they are for are all found before anything starts; what else is wrong, the component finds that the
 *       setting belongs to, when the application starts.
 *   <li>A start that fails says why in one message. With {@code escriba.exit-on-failed-start=true} the process then ends with exit code 1;
 *       without it the server does not deploy the application.
 * </ol>
 */
package dev.escriba.settings;
