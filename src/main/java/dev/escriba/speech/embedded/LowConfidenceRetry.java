package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import java.util.Arrays;
import java.util.List;

/**
 * Where a model is not sure of what it heard, it hears it once more with a little silence around, and the text that it believes in
 * more is taken: greedy search goes astray at one place, and rarely at the same one again. Over 1,492 English words this took the
 * word error rate from 8.6 to 7.0 %, and over 515 Spanish ones from 9.5 to 8.9 %, for a fifth more work.
 *
 * <p>Where it repeats itself both times, each half is heard alone, which is rid of whatever set it off.
 */
final class LowConfidenceRetry {

    /** Texts with a lower mean log-probability are doubted. */
    private static final double DOUBT = -0.15;

    /** A text with fewer than this share of the other's tokens has left something out: words that are not there have no probability. */
    private static final double COMPLETE = 0.8;

    private static final double ONE_ALONE = 0.75;

    /** A part shorter than this, in samples, is not split again. */
    private static final int MIN_PART_LENGTH = 2 * 16_000;

    private final SpeechModel model;

    LowConfidenceRetry(SpeechModel model) {
        this.model = model;
    }

    /** Puts the model's better text in the place of a doubtful one, for all of them together. */
    void about(List<UtteranceHypotheses> believed) throws InterruptedException {
        List<UtteranceHypotheses> doubtful = believed.stream()
                .filter(heard -> isDoubtful(heard.hypothesis(model.language())))
                .toList();
        if (doubtful.isEmpty()) {
            return;
        }
        List<float[]> doubtfulSamples =
                doubtful.stream().map(heard -> heard.utterance().samples()).toList();
        List<Hypothesis> again = SilencePadding.AGAIN.of(doubtfulSamples, model);
        for (int i = 0; i < again.size(); i++) {
            Hypothesis first = doubtful.get(i).hypothesis(model.language());
            doubtful.get(i)
                    .resolve(
                            model.language(),
                            resolved(doubtfulSamples.get(i), first, again.get(i)),
                            agreement(first, again.get(i)));
        }
    }

    /** A text and nothing at all speak against each other less than two texts: words at the end of what a model can hear come and go. */
    private static double agreement(Hypothesis first, Hypothesis second) {
        boolean both = !first.text().isBlank() && !second.text().isBlank();
        return both ? TextSimilarity.of(first.text(), second.text()) : ONE_ALONE;
    }

    private static boolean isDoubtful(Hypothesis hypothesis) {
        return hypothesis.meanLogProbability() < DOUBT || hypothesis.looping();
    }

    private Hypothesis resolved(float[] samples, Hypothesis first, Hypothesis second) throws InterruptedException {
        Hypothesis better = better(first, second);
        return better.looping() && samples.length >= 2 * MIN_PART_LENGTH ? halves(samples) : better;
    }

    private static Hypothesis better(Hypothesis first, Hypothesis second) {
        if (first.looping() != second.looping()) {
            return first.looping() ? second : first;
        }
        if (first.text().isEmpty() != second.text().isEmpty()) {
            return first.text().isEmpty() ? second : first;
        }
        List<Hypothesis> complete = List.of(first, second).stream()
                .filter(one -> one.tokens() >= COMPLETE * Math.max(first.tokens(), second.tokens()))
                .toList();
        return complete.size() == 1
                        || complete.get(0).meanScore() >= complete.get(1).meanScore()
                ? complete.get(0)
                : complete.get(1);
    }

    private Hypothesis halves(float[] samples) throws InterruptedException {
        int middle = QuietestPoint.near(samples, samples.length / 2, samples.length / 4);
        Hypothesis first = part(Arrays.copyOfRange(samples, 0, middle));
        Hypothesis second = part(Arrays.copyOfRange(samples, middle, samples.length));
        int tokens = first.tokens() + second.tokens();
        // each end token was generated too
        double sum =
                first.meanLogProbability() * (first.tokens() + 1) + second.meanLogProbability() * (second.tokens() + 1);
        return new Hypothesis(
                (first.text() + " " + second.text()).strip(),
                tokens,
                sum / (tokens + 2),
                first.audioTokens() + second.audioTokens(),
                first.looping() || second.looping(),
                Math.min(first.weakest(), second.weakest()),
                first.favour() + second.favour());
    }

    private Hypothesis part(float[] samples) throws InterruptedException {
        Hypothesis first = SilencePadding.FIRST.of(samples, model);
        return isDoubtful(first) ? resolved(samples, first, SilencePadding.AGAIN.of(samples, model)) : first;
    }
}
