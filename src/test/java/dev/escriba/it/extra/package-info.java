/**
 * A library that tests put into a copy of the shipped WAR, beside its classes: an engine that takes no processor, recordings that need no decoder, and bare
 * endpoints to compare with. It is found by what a library of anybody else's would be found by.
 */
package dev.escriba.it.extra;
