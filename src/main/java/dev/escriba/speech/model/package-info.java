/**
 * The seam to model families: {@link dev.escriba.speech.model.ModelFamily} loads a model directory, {@link dev.escriba.speech.model.SpeechModel} makes a
 * {@link dev.escriba.speech.model.Hypothesis} of a stretch of audio. It knows no family and no engine.
 */
package dev.escriba.speech.model;
