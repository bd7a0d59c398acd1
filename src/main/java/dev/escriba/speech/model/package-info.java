/**
 * The seam to model families: a {@link dev.escriba.speech.model.ModelFamily} loads a model directory, and a {@link
 * dev.escriba.speech.model.SpeechModel} writes a {@link dev.escriba.speech.model.Hypothesis} for an utterance. This
 * package knows no family and no engine.
 */
package dev.escriba.speech.model;
