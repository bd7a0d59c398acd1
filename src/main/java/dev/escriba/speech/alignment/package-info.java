/**
 * Finds when the tokens of a text were spoken, from the attention of a decoder to its audio. This package knows no
 * model.
 */
package dev.escriba.speech.alignment;
