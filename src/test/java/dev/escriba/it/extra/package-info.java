/**
 * A library that tests add to a copy of the shipped WAR: an engine that uses no processor time, recordings that need no
 * decoder, and baseline endpoints for comparison. The application finds it in the same way as any other library.
 */
package dev.escriba.it.extra;
