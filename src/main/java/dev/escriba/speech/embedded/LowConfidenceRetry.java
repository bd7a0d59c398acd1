package dev.escriba.speech.embedded;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes an utterance a second time, with a little silence around it, when the first hypothesis has a low confidence.
 * The hypothesis with the higher mean score wins. Greedy search fails at a single token, and with silence around the
 * utterance it rarely fails at the same one. This reduced the word error rate from 8.6 to 7.0 % over 1,492 English
 * words and from 9.5 to 8.9 % over 515 Spanish words. It needs a fifth more work.
 *
 * <p>When both hypotheses repeat themselves, each half of the utterance is decoded alone. This separates the audio from
 * the sound that starts the repetition.
 */
final class LowConfidenceRetry {

    /** A hypothesis with a lower mean log-probability is decoded again. */
    private static final double LOW_CONFIDENCE = -0.15;

    /**
     * A hypothesis with a smaller share of the other's tokens leaves words out. Missing words do not lower the mean
     * probability.
     */
    private static final double MIN_TOKEN_SHARE = 0.8;

    private static final double SIMILARITY_TO_EMPTY = 0.75;

    /** A text that says a phrase so often in a row is decoded again. A model rarely repeats itself twice. */
    private static final int MIN_REPETITIONS = 3;

    /** In samples. A shorter part is not split again. */
    private static final int MIN_PART_LENGTH = 2 * 16_000;

    private final SpeechModel model;

    LowConfidenceRetry(SpeechModel model) {
        this.model = model;
    }

    /** Replaces each doubtful hypothesis of this model by the better one of two. Decodes all of them as a batch. */
    void retry(List<UtteranceHypotheses> chosen) throws InterruptedException {
        List<UtteranceHypotheses> doubtful =
                chosen.stream().filter(this::isDoubtful).toList();
        if (doubtful.isEmpty()) {
            return;
        }
        List<float[]> doubtfulSamples = doubtful.stream()
                .map(hypotheses -> hypotheses.utterance().samples())
                .toList();
        List<Hypothesis> again = SilencePadding.RETRY.of(doubtfulSamples, model);
        for (int i = 0; i < again.size(); i++) {
            Hypothesis first = doubtful.get(i).hypothesis(model.language());
            if (contradict(first, again.get(i))) {
                doubtful.get(i).contradict();
            }
            doubtful.get(i)
                    .resolve(
                            model.language(),
                            resolved(doubtfulSamples.get(i), first, again.get(i)),
                            similarity(first, again.get(i)));
        }
    }

    /**
     * The similarity of two hypotheses. One text and one empty text are less evidence against each other than two
     * different texts: a model often misses the words at the edge of what it recognises.
     */
    static double similarity(Hypothesis first, Hypothesis second) {
        boolean both = !first.text().isBlank() && !second.text().isBlank();
        return both ? TextSimilarity.of(first.text(), second.text()) : SIMILARITY_TO_EMPTY;
    }

    private boolean isDoubtful(UtteranceHypotheses hypotheses) {
        Hypothesis hypothesis = hypotheses.hypothesis(model.language());
        boolean twice = hypotheses.isResolved(model.language()) && !hypothesis.looping();
        return !twice && isDoubtful(hypothesis);
    }

    private static boolean isDoubtful(Hypothesis hypothesis) {
        return hypothesis.meanLogProbability() < LOW_CONFIDENCE
                || hypothesis.looping()
                || RepeatedPhrase.count(hypothesis.text()) >= MIN_REPETITIONS;
    }

    /** Whether two hypotheses disagree about a repetition, or one of them is empty. */
    private static boolean contradict(Hypothesis first, Hypothesis second) {
        return first.text().isBlank() != second.text().isBlank()
                || RepeatedPhrase.count(first.text()) != RepeatedPhrase.count(second.text());
    }

    private Hypothesis resolved(float[] samples, Hypothesis first, Hypothesis second) throws InterruptedException {
        Hypothesis better = better(first, second);
        return better.looping() && samples.length >= 2 * MIN_PART_LENGTH ? halves(samples) : better;
    }

    private static Hypothesis better(Hypothesis first, Hypothesis second) {
        // a text that is cut is better than none
        if (first.text().isBlank() != second.text().isBlank()) {
            return first.text().isBlank() ? second : first;
        }
        if (first.looping() != second.looping()) {
            return first.looping() ? second : first;
        }
        int repetitions = RepeatedPhrase.count(first.text());
        int again = RepeatedPhrase.count(second.text());
        if (repetitions != again && Math.max(repetitions, again) >= MIN_REPETITIONS) {
            // a repetition that only one of them heard is the model's own
            return repetitions < again ? first : second;
        }
        List<Hypothesis> complete = List.of(first, second).stream()
                .filter(one -> one.tokens() >= MIN_TOKEN_SHARE * Math.max(first.tokens(), second.tokens()))
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
        return Hypotheses.joined(List.of(first, second.later((double) middle / PcmStream.SAMPLE_RATE)));
    }

    private Hypothesis part(float[] samples) throws InterruptedException {
        Hypothesis first = SilencePadding.FIRST_PASS.of(samples, model);
        return isDoubtful(first) ? resolved(samples, first, SilencePadding.RETRY.of(samples, model)) : first;
    }
}
