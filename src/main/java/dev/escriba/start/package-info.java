/**
 * The end of a start, as the operator sees it: when the models are loaded, or cannot be, one block in the log says what runs here, on what, with which
 * data and models, and under which address. The API key of a new database is in it. Models that cannot be loaded are a start that fails.
 */
package dev.escriba.start;
