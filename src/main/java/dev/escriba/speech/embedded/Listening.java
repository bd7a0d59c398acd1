package dev.escriba.speech.embedded;

import dev.escriba.speech.control.SpeechModel;
import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.Arrays;
import java.util.Optional;

/** Asks models what they make of an utterance, each only as far as needed, and another way where one repeats itself. */
final class Listening {

    /** A part shorter than this, in samples, is not split again. */
    private static final int LEAST_PART = 2 * 16_000;

    private Listening() {}

    /**
     * Asks the expected language's model first, else the models in their order, and no further one once it is sure.
     */
    static Heard listen(Utterance utterance, Iterable<SpeechModel> models, Optional<SpeechModel> expected)
            throws InterruptedException {
        Heard heard = new Heard(utterance);
        if (expected.isPresent()) {
            String language = expected.get().language();
            heard.add(language, hear(expected.get(), utterance.samples()));
            if (heard.isSure(language, true)) {
                return heard;
            }
        }
        for (SpeechModel model : models) {
            if (expected.isEmpty() || model != expected.get()) {
                heard.add(model.language(), hear(model, utterance.samples()));
                if (expected.isEmpty() && heard.isSure(model.language(), false)) {
                    return heard;
                }
            }
        }
        return heard;
    }

    /** What a model makes of the samples; where it loops, of each half, which is rid of whatever set it off. */
    static Hypothesis hear(SpeechModel model, float[] samples) throws InterruptedException {
        Hypothesis whole = model.transcribe(samples);
        if (!whole.looping() || samples.length < 2 * LEAST_PART) {
            return whole;
        }
        int middle = Softest.near(samples, samples.length / 2, samples.length / 4);
        Hypothesis first = hear(model, Arrays.copyOfRange(samples, 0, middle));
        Hypothesis second = hear(model, Arrays.copyOfRange(samples, middle, samples.length));
        return joined(first, second);
    }

    private static Hypothesis joined(Hypothesis first, Hypothesis second) {
        int tokens = first.tokens() + second.tokens();
        // each end token was generated too
        double sum =
                first.meanLogProbability() * (first.tokens() + 1) + second.meanLogProbability() * (second.tokens() + 1);
        return new Hypothesis(
                (first.text() + " " + second.text()).strip(),
                tokens,
                sum / (tokens + 2),
                first.audioTokens() + second.audioTokens(),
                first.looping() || second.looping());
    }
}
