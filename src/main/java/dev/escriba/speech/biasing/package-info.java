/**
 * Prompt biasing: which words of a prompt are terminology ({@link dev.escriba.speech.biasing.Terms}), and how much a text is favoured
 * for having them ({@link dev.escriba.speech.biasing.TermTrie}). Knows tokens and nothing of the models that write them.
 */
package dev.escriba.speech.biasing;
