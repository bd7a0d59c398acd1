package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.TokenBound;
import java.time.Duration;

/**
 * How many tokens the models can count in a recording at the very most. A model stops writing at 6.5 tokens a second of what it hears and 8 more
 * ({@code moonshine.GreedyText}), and hears up to 0.6 s of silence around a stretch ({@link Hearing}), which makes 14 beside what
 * is spoken. It takes in one token for 384 samples, and not less than for a quarter of a second. Stretches are not shorter than a second but for the last and for
 * what is left at a cut ({@code Segmenter}, {@link SecondThought}).
 */
final class MostTokens {

    private static final double WRITTEN_A_SECOND = 6.5;
    private static final int WRITTEN_BESIDE = 14;
    private static final double HEARD_A_SECOND = 16_000 / 384.0;
    private static final int HEARD_BESIDE = 2;
    private static final int HEARD_OF_LEAST = 11;

    private MostTokens() {}

    static TokenBound in(Duration audio, int ofPrompt) {
        double seconds = audio.getSeconds() + audio.getNano() / 1e9;
        double stretches = Math.floor(seconds) + 2;
        double heard = Math.ceil(seconds * HEARD_A_SECOND) + stretches * HEARD_BESIDE + 2.0 * HEARD_OF_LEAST + ofPrompt;
        double written = Math.ceil(seconds * WRITTEN_A_SECOND) + stretches * WRITTEN_BESIDE;
        return new TokenBound((int) Math.min(heard, Integer.MAX_VALUE), (int) Math.min(written, Integer.MAX_VALUE));
    }
}
