/**
 * The threads that recognise, and how accounts and their recordings share them. {@link
 * dev.escriba.speech.scheduling.RecognitionPool} is one bean for all models that run in this process.
 */
package dev.escriba.speech.scheduling;
