/**
 * The embedded models of the Moonshine family, run by ONNX Runtime on the CPU: one directory with an encoder, a merged decoder, a vocabulary and a
 * language is one {@link dev.escriba.speech.model.SpeechModel}. What the model looks like (layers, heads, widths) is read off its graphs.
 */
package dev.escriba.speech.moonshine;
