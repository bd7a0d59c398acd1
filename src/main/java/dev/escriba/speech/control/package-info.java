/**
 * The port to speech recognition: {@link dev.escriba.speech.control.SpeechRecognition} is the way in, {@link dev.escriba.speech.control.SpeechEngine} is
 * what engines implement, and {@link dev.escriba.speech.control.EngineRegistry} knows which of them are ready. This package knows no engine.
 */
package dev.escriba.speech.control;
