/** Reads the published graphs of a Moonshine model, and writes faster graphs with the same weights. */
package dev.escriba.speech.moonshine.graph;
