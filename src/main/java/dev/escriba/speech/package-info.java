/**
 * Speech: what is said in a recording, as text, with its language and its times.
 *
 * <p>Promise: whatever the recording is like, it is read once, front to back, in memory that does not grow with its length; what is
 * not speech is not written down. Work is shared fairly between callers and their recordings, and refused at once when there is too much of it.
 *
 * <ol>
 *   <li>{@link dev.escriba.speech.control.SpeechRecognition} is the way in: it admits a run, opens the audio, hands it to the engine
 *       that its model names, and closes it.
 *   <li>{@link dev.escriba.speech.control.EngineRegistry} knows the engines, each with its readiness and its admission. The embedded engine is not ready
 *       before its models are loaded and a packaged sample came out right by each of them; until then, and when the waiting line has no room, its
 *       runs get 503 with a time to come back. Runs of other engines go on.
 *   <li>Callers with work share the workers equally, and the recordings of one caller its share. Recordings that claim more than 2
 *       minutes take half of the places at most. A free place goes to the caller with the fewest runs inside.
 *   <li>{@link dev.escriba.speech.control.SpeechEngine} is the seam to engines, {@link dev.escriba.speech.model.ModelFamily} and
 *       {@link dev.escriba.speech.model.SpeechModel} the one to model families within the embedded engine. A bean of either is found by itself.
 *   <li>Workers and their fair queue ({@code scheduling}) and the admission are shared by all models that run here.
 *   <li>A run names its model. Where that is the one that detects the language, the first model of each language is asked.
 *   <li>Speech is found by a small neural network, cut into utterances of 26 s at most, at pauses, and very quiet recordings are
 *       raised ({@code segmentation}).
 *   <li>The language is the one whose model believes most in what it writes; an empty text is no evidence. It is checked with every
 *       utterance, and between the pauses of one that gives reason to doubt, so that a recording may change its language; the
 *       recording's own is the one with most speech ({@code embedded}).
 *   <li>What no model believes in, or hears otherwise the second time, is not written down: a recording in a language that none
 *       knows has no text and no language.
 *   <li>A prompt's terminology is written as it is there, where it comes near what is heard ({@code biasing}); common words of a prompt do
 *       nothing.
 *   <li>Completion tokens are those of the text that is answered; prompt tokens are the encoder's positions over all utterances
 *       recognised, once each however many models were asked, and the tokens of the prompt.
 *   <li>Nothing of a recording reaches a log.
 * </ol>
 *
 * <p>Configuration, each a whole number:
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>default</th><th>meaning</th></tr>
 *   <tr><td>{@code escriba.speech.workers}</td><td>the processors there are</td><td>threads that recognise</td></tr>
 *   <tr><td>{@code escriba.speech.concurrent-runs}</td><td>twice the workers</td><td>recordings recognised at a time, in turns</td></tr>
 *   <tr><td>{@code escriba.speech.waiting-line}</td><td>32</td><td>runs that may wait for a place</td></tr>
 *   <tr><td>{@code escriba.speech.waiting-line-per-caller}</td><td>half of the line</td><td>those of one caller</td></tr>
 * </table>
 *
 * <p>Calls: media, models, storage, problem, culture. Out of scope: decoding of files, who may use which model, what it costs.
 */
package dev.escriba.speech;
