/**
 * The engine that runs in this process: {@link dev.escriba.speech.embedded.EmbeddedEngineLoader} loads the installed models at start and has them checked,
 * {@link dev.escriba.speech.embedded.EmbeddedEngine} makes transcripts of their hypotheses, utterance by utterance.
 */
package dev.escriba.speech.embedded;
