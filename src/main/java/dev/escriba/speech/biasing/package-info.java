/**
 * Hotword biasing: {@link dev.escriba.speech.biasing.Terms} finds the terminology in a prompt, {@link
 * dev.escriba.speech.biasing.TermTrie} computes the bonus of a text that contains it. The package knows tokens and no
 * models.
 */
package dev.escriba.speech.biasing;
