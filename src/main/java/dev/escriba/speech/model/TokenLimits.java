package dev.escriba.speech.model;

import dev.escriba.speech.entity.TokenLimit;
import java.time.Duration;

/**
 * How many tokens a model can count at the very most. The engine recognises a recording in stretches, which are not shorter than a second but for the last
 * and for what is left at a cut.
 *
 * @param writtenPerSecond text tokens that it writes for a second of audio
 * @param writtenPerStretch text tokens that it writes beside these for a stretch, with the silence that the engine puts around it
 * @param heardPerSecond audio tokens that its encoder makes of a second
 * @param heardPerStretch audio tokens that rounding adds to a stretch
 * @param heardAtLeast audio tokens of the shortest stretch
 */
public record TokenLimits(
        double writtenPerSecond, int writtenPerStretch, double heardPerSecond, int heardPerStretch, int heardAtLeast) {

    /** The most for a recording of this length. */
    public TokenLimit in(Duration audio, int ofPrompt) {
        double seconds = audio.getSeconds() + audio.getNano() / 1e9;
        double stretches = Math.floor(seconds) + 2;
        double heard =
                Math.ceil(seconds * heardPerSecond) + stretches * heardPerStretch + 2.0 * heardAtLeast + ofPrompt;
        double written = Math.ceil(seconds * writtenPerSecond) + stretches * writtenPerStretch;
        return new TokenLimit((int) Math.min(heard, Integer.MAX_VALUE), (int) Math.min(written, Integer.MAX_VALUE));
    }
}
