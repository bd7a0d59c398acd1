/**
 * The embedded models of the Moonshine family. ONNX Runtime runs them on the CPU. A directory with an encoder, a merged
 * decoder, a vocabulary and a language is one {@link dev.escriba.speech.model.SpeechModel}. The code reads the
 * architecture of a model (layers, heads, widths) from its graphs.
 */
package dev.escriba.speech.moonshine;
