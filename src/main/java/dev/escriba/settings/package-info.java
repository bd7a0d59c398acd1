/**
 * Settings: wrong settings, and the end of a start that fails.
 *
 * <ol>
 *   <li>A wrong setting is one message: its key, its value (never that of a secret) and what to set instead.
 *   <li>Values that cannot be converted to their type are all reported in one message before anything starts. Each
 *       component checks the rest of its settings when the application starts.
 *   <li>Letter case and separators do not distinguish keys. A value that a key does not get, because its name is
 *       another spelling of the key, is a wrong setting.
 *   <li>A start that fails logs its reason in one message. With {@code escriba.exit-on-failed-start=true} the process
 *       then ends with exit code 1. Without it the server does not deploy the application.
 * </ol>
 */
package dev.escriba.settings;
