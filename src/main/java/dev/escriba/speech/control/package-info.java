/**
 * The port to speech recognition. {@link dev.escriba.speech.control.SpeechRecognition} is the entry point, engines
 * implement {@link dev.escriba.speech.control.SpeechEngine}, and {@link dev.escriba.speech.control.EngineRegistry}
 * knows which engines are ready. This package knows no engine.
 */
package dev.escriba.speech.control;
