package dev.escriba.speech.model;

import dev.escriba.speech.entity.TokenLimit;
import java.time.Duration;

/**
 * The maximum numbers of tokens that a model can count. The engine recognises a recording in utterances. They are at
 * least a second long, except the last one and the rest at a cut.
 *
 * @param completionTokensPerSecond text tokens for a second of audio
 * @param completionTokensPerUtterance further text tokens for an utterance, with the silence that the engine adds
 *     around it
 * @param audioTokensPerSecond positions of the encoder's output for a second of audio
 * @param audioTokensPerUtterance further audio tokens for an utterance, by rounding
 * @param minAudioTokens audio tokens of the shortest utterance
 */
public record TokenLimits(
        double completionTokensPerSecond,
        int completionTokensPerUtterance,
        double audioTokensPerSecond,
        int audioTokensPerUtterance,
        int minAudioTokens) {

    /** The limit for a recording of this length. */
    public TokenLimit forAudio(Duration audio, int tokensOfPrompt) {
        double seconds = audio.getSeconds() + audio.getNano() / 1e9;
        double utterances = Math.floor(seconds) + 2;
        double promptTokens = Math.ceil(seconds * audioTokensPerSecond)
                + utterances * audioTokensPerUtterance
                + 2.0 * minAudioTokens
                + tokensOfPrompt;
        double completionTokens =
                Math.ceil(seconds * completionTokensPerSecond) + utterances * completionTokensPerUtterance;
        return new TokenLimit(
                (int) Math.min(promptTokens, Integer.MAX_VALUE), (int) Math.min(completionTokens, Integer.MAX_VALUE));
    }
}
