/** Reads the published graphs of a Moonshine model and writes graphs of the same weights that are faster. */
package dev.escriba.speech.moonshine.graph;
