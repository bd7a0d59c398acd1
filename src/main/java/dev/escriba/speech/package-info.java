/**
 * Speech recognition: the text, language and times of what a recording contains.
 *
 * <p>Promise: a recording is read from front to back, in samples of which memory holds a bounded number. It is read
 * again only where its run has to wait for another place, and for each channel. Sounds that are not speech give no
 * text. Accounts and their recordings share the workers fairly. Runs beyond the capacity are refused at once.
 *
 * <ol>
 *   <li>{@link dev.escriba.speech.control.SpeechRecognition} is the entry point. It admits a run, opens the audio,
 *       passes it to the engine of its model, and closes it.
 *   <li>{@link dev.escriba.speech.control.EngineRegistry} knows the engines, each with its readiness and its admission.
 *       The embedded engine is ready when its models are loaded and each has transcribed a packaged sample correctly.
 *       Before that, and when the waiting line is full, its runs get 503 with a time to retry after. Runs of other
 *       engines go on.
 *   <li>Accounts with work share the workers equally, and the recordings of an account share its part equally.
 *       A run has its place before its recording is opened. Recordings with more than 2 minutes of audio take at most
 *       half of the places, whatever their headers claim. No account has all places. A free place goes to the account
 *       with the fewest admitted runs.
 *   <li>{@link dev.escriba.speech.control.SpeechEngine} is the seam to engines. {@link
 *       dev.escriba.speech.model.ModelFamily} and {@link dev.escriba.speech.model.SpeechModel} are the seam to model
 *       families within the embedded engine. CDI beans of the first two are found without registration.
 *   <li>All models that run in this process share the workers, their fair queue ({@code scheduling}) and the admission.
 *   <li>A run names its model. The model that detects the language stands for the first model of each language.
 *   <li>A small neural network detects voice activity. Speech is cut at pauses into utterances of at most 26 s. Very
 *       quiet utterances are amplified ({@code segmentation}).
 *   <li>The language of an utterance is that of the model with the highest mean log-probability; an empty text is no
 *       evidence. It is checked with every utterance. Where a hypothesis gives reason to doubt, it is also checked for
 *       the parts between pauses. So a recording may change its language. The language of a recording is the one with
 *       most seconds of speech in utterances that have a text ({@code embedded}).
 *   <li>A text with a low probability, or one that differs in a second decoding, is not part of the transcript. A
 *       recording in an unknown language has no text and no language.
 *   <li>A prompt's terminology is preferred where it is similar to the audio ({@code biasing}). Common words of a
 *       prompt have no effect. A keyword is a term as it is written, whether common or rare.
 *   <li>Completion tokens are those of the transcript. Prompt tokens are the encoder's positions over all recognised
 *       utterances and the tokens of the prompt and the keywords. An utterance counts once, however many models decode
 *       it.
 *   <li>On request the channels of a recording are recognised one after the other, each like a recording of its own.
 *       The segments are merged by time, each with its channel. The language is the one with the longest segments.
 *       Tokens are the sum, those of the prompt once for each channel.
 *   <li>A segment has its tokens with their log-probabilities, and the probability that it holds no speech. On request
 *       it has its words: each lies within the segment, and their starts do not decrease ({@code alignment}). Asking
 *       for words does not change the text. Where a model cannot tell words, {@link
 *       dev.escriba.speech.control.SpeechEngine#knowsWords} says so.
 *   <li>Logs contain nothing of a recording.
 * </ol>
 *
 * <p>Configuration, each a whole number:
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>default</th><th>meaning</th></tr>
 *   <tr><td>{@code escriba.speech.workers}</td><td>the number of processors</td><td>threads that recognise</td></tr>
 *   <tr><td>{@code escriba.speech.concurrent-runs}</td><td>twice the workers, at least 3</td>
 *       <td>recordings recognised at a time</td></tr>
 *   <tr><td>{@code escriba.speech.waiting-line}</td><td>32</td><td>runs that may wait for a place</td></tr>
 *   <tr><td>{@code escriba.speech.waiting-line-per-caller}</td><td>half of the line</td>
 *       <td>waiting runs of one account</td></tr>
 * </table>
 *
 * <p>Out of scope: the decoding of files, the permission to use a model, prices.
 */
package dev.escriba.speech;
