package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the models that were asked made of one utterance. Mean log-probabilities of different models are compared as they are: a
 * model that is given a language which it does not know answers nothing, or with a far lower one.
 */
final class UtteranceHypotheses {

    /**
     * A model that is at least this sure of its text knows the language. Over the clips tried, own speech was at -0.44 or above in
     * whole utterances, mostly above -0.2, and foreign speech at -0.53 or below.
     */
    private static final double SURE = -0.3;

    /** The same where the language is the one of the speech before. */
    private static final double SURE_AS_EXPECTED = -0.45;
    /** What another language than the one expected has to be better by. */
    private static final double MARGIN = 0.3;
    /** Fewer tokens, or less speech, are no evidence of a language. */
    private static final int SOLID_TOKENS = 5;

    private static final double SOLID_SECONDS = 1.5;

    private Utterance utterance;
    private final Map<String, Hypothesis> byLanguage = new LinkedHashMap<>();
    private final Map<String, Double> agreement = new HashMap<>();

    UtteranceHypotheses(Utterance utterance) {
        this.utterance = utterance;
    }

    Utterance utterance() {
        return utterance;
    }

    /** Nobody will hear it again. */
    void forgetSamples() {
        utterance = utterance.withoutSamples();
    }

    void add(String language, Hypothesis hypothesis) {
        byLanguage.put(language, hypothesis);
    }

    /** Puts another text of the same model in the place of its first, and remembers how much the two that it was chosen from agree. */
    void resolve(String language, Hypothesis better, double agreed) {
        byLanguage.put(language, better);
        agreement.put(language, agreed);
    }

    /** How much of what this language's model heard the first time it heard the second time; all where once was enough. */
    double agreement(String language) {
        return agreement.getOrDefault(language, 1.0);
    }

    /** Whether the other models need not be asked. */
    boolean isSure(String language, boolean expected) {
        Hypothesis hypothesis = byLanguage.get(language);
        double sure = expected ? SURE_AS_EXPECTED : SURE;
        return hypothesis.meanLogProbability() >= sure
                && !hypothesis.text().isEmpty()
                && (expected || isSolid(hypothesis));
    }

    /** Whether the model of the language that it would be taken in is sure enough, so that one that gave up need not be asked again. */
    boolean isSettled(Optional<String> expected) {
        return language(expected)
                .map(byLanguage::get)
                .filter(believed -> believed.meanLogProbability() >= SURE_AS_EXPECTED)
                .isPresent();
    }

    /** Whether there is enough of a text to go by. */
    boolean isSolid(Hypothesis hypothesis) {
        return hypothesis.tokens() >= SOLID_TOKENS && utterance.speechSeconds() >= SOLID_SECONDS;
    }

    /** The language whose model is the surest of a text, where that is clear and there is enough of it. */
    Optional<String> evidence() {
        Optional<String> best = best();
        boolean clear = best.isPresent()
                && isSolid(byLanguage.get(best.get()))
                && byLanguage.entrySet().stream()
                        .filter(other -> !other.getKey().equals(best.get()))
                        .filter(other -> !other.getValue().text().isEmpty())
                        .allMatch(other -> other.getValue().meanLogProbability()
                                < byLanguage.get(best.get()).meanLogProbability() - MARGIN / 2);
        return clear ? best : Optional.empty();
    }

    /** The language to take the text in, where this one is expected: it stays so unless the model of another is sure and clearly better. */
    Optional<String> language(Optional<String> expected) {
        Optional<String> best = best();
        if (best.isEmpty() || expected.isEmpty() || best.equals(expected) || !byLanguage.containsKey(expected.get())) {
            return best;
        }
        Hypothesis usual = byLanguage.get(expected.get());
        Hypothesis other = byLanguage.get(best.get());
        if (usual.text().isEmpty()) {
            return other.meanLogProbability() >= SURE_AS_EXPECTED ? best : expected;
        }
        boolean better = isSolid(other)
                && other.meanLogProbability() >= SURE
                && other.meanLogProbability() > usual.meanLogProbability() + MARGIN;
        return better ? best : expected;
    }

    /** What this language's model made of it; null where it was not asked. */
    Hypothesis hypothesis(String language) {
        return byLanguage.get(language);
    }

    Map<String, Hypothesis> hypotheses() {
        return byLanguage;
    }

    private Optional<String> best() {
        return byLanguage.entrySet().stream()
                .filter(entry -> !entry.getValue().text().isEmpty())
                .max(Comparator.comparingDouble(entry -> entry.getValue().meanLogProbability()))
                .map(Map.Entry::getKey);
    }
}
