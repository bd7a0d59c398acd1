/**
 * Start: the report of a start for the operator. When the models are loaded or have failed, one block in the log names
 * the version, the server, the data directory, the models and the address. It contains the API key of a new database.
 * The start fails if the models cannot be loaded.
 */
package dev.escriba.start;
