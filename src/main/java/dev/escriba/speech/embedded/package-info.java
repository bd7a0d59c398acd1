/**
 * The engine that runs in this process. {@link dev.escriba.speech.embedded.EmbeddedEngineLoader} loads and checks the
 * installed models at start. {@link dev.escriba.speech.embedded.EmbeddedEngine} assembles transcripts from their
 * hypotheses, utterance by utterance.
 */
package dev.escriba.speech.embedded;
