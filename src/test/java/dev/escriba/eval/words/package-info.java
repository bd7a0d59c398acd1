/** Measures the times of words, and what their confidence says. */
package dev.escriba.eval.words;
