package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The hypotheses of several models for one utterance. Compares the mean log-probabilities of different models directly:
 * a model that does not know the language writes nothing, or its mean log-probability is much lower.
 */
final class UtteranceHypotheses {

    /**
     * A model with at least this mean log-probability knows the language, and no other model has to decode the
     * utterance. Moonshine Base for English translates Spanish: it gave English texts of Spanish speech -0.11 to -0.7,
     * and English texts of English speech mostly more than -0.3. The Spanish model gave Spanish texts -0.2 or more, and
     * wrote no text for 107 of 109 English utterances.
     */
    private static final double CERTAIN = -0.1;

    /** The same limit for the language of the earlier utterances. */
    private static final double CERTAIN_IF_EXPECTED = -0.2;

    /** A model with at least this mean log-probability probably knows the language. */
    private static final double CONFIDENT = -0.3;

    /** A text with a lower mean log-probability may be one of another language. */
    private static final double DOUBTFUL = -0.45;
    /** Another language replaces the expected one only if its mean log-probability is higher by this difference. */
    private static final double MARGIN = 0.15;
    /** A hypothesis with fewer tokens, or of fewer seconds of speech, does not decide the language. */
    private static final int MIN_TOKENS = 5;

    private static final double MIN_SECONDS = 1.5;

    private Utterance utterance;
    private final Map<String, Hypothesis> byLanguage = new LinkedHashMap<>();
    private final Map<String, Double> similarities = new HashMap<>();
    private boolean contradicted;

    UtteranceHypotheses(Utterance utterance) {
        this.utterance = utterance;
    }

    Utterance utterance() {
        return utterance;
    }

    /** Frees the samples. The utterance is not decoded again. */
    void forgetSamples() {
        utterance = utterance.withoutSamples();
    }

    void add(String language, Hypothesis hypothesis) {
        byLanguage.put(language, hypothesis);
    }

    /** Replaces a model's first hypothesis by the better one of two, and keeps the similarity of the two. */
    void resolve(String language, Hypothesis better, double similarity) {
        byLanguage.put(language, better);
        similarities.put(language, similarity);
    }

    /** Notes that the second decoding disagrees about a repetition, or that one of the two found no text. */
    void contradict() {
        contradicted = true;
    }

    /** Whether two decodings disagree about a repetition, or one of them found no text. */
    boolean isContradicted() {
        return contradicted;
    }

    /**
     * The similarity of the first and second hypothesis of this language's model; 1 when it decoded the utterance once.
     */
    double similarity(String language) {
        return similarities.getOrDefault(language, 1.0);
    }

    /** Whether this language's model decoded the utterance twice. */
    boolean isResolved(String language) {
        return similarities.containsKey(language);
    }

    /**
     * Whether the utterance may be in this language although its model wrote no text: no other model is certain enough
     * of its own.
     */
    boolean isMissing(String language, Optional<String> expected) {
        if (!byLanguage.get(language).text().isBlank()) {
            return false;
        }
        Optional<String> best = best();
        return best.isEmpty()
                || (expected.equals(Optional.of(language))
                        && byLanguage.get(best.get()).meanLogProbability() < DOUBTFUL);
    }

    /** Whether this model probably knows the language of the utterance. */
    boolean isConfident(String language) {
        Hypothesis hypothesis = byLanguage.get(language);
        return hypothesis.meanLogProbability() >= CONFIDENT
                && isEnoughText(hypothesis)
                && !RepeatedPhrase.isSentence(hypothesis.text());
    }

    /** Whether only this model has to decode the utterance. */
    boolean isCertain(String language, boolean expected) {
        Hypothesis hypothesis = byLanguage.get(language);
        double threshold = expected ? CERTAIN_IF_EXPECTED : CERTAIN;
        return hypothesis.meanLogProbability() >= threshold
                && !hypothesis.text().isBlank()
                && !RepeatedPhrase.isSentence(hypothesis.text())
                && (expected || isEnoughText(hypothesis));
    }

    /**
     * Whether the model of the utterance's language is confident enough, so that a model that stopped early need not
     * decode it fully.
     */
    boolean isDecided(Optional<String> expected) {
        return language(expected)
                .map(byLanguage::get)
                .filter(chosen -> chosen.meanLogProbability() >= DOUBTFUL)
                .isPresent();
    }

    /** Whether the hypothesis has enough tokens and speech to be evidence of a language. */
    boolean isEnoughText(Hypothesis hypothesis) {
        return hypothesis.tokens() >= MIN_TOKENS && isEnoughSpeech();
    }

    /** Whether there is enough speech to be evidence of a language. */
    boolean isEnoughSpeech() {
        return utterance.speechSeconds() >= MIN_SECONDS;
    }

    /** The language whose hypothesis is clearly the most probable one and has enough text. */
    Optional<String> evidence() {
        Optional<String> best = best();
        boolean clear = best.isPresent()
                && isEnoughText(byLanguage.get(best.get()))
                && byLanguage.entrySet().stream()
                        .filter(other -> !other.getKey().equals(best.get()))
                        .filter(other -> isProse(other.getValue()))
                        .allMatch(other -> other.getValue().meanLogProbability()
                                < byLanguage.get(best.get()).meanLogProbability() - MARGIN);
        return clear ? best : Optional.empty();
    }

    /**
     * The language of the text. It is the expected language, unless its model wrote no text, or the model of another
     * one is confident and clearly better. Without any text there is no language.
     */
    Optional<String> language(Optional<String> expected) {
        Optional<String> best = best();
        if (best.isEmpty() || expected.isEmpty() || best.equals(expected) || !byLanguage.containsKey(expected.get())) {
            return best;
        }
        Hypothesis current = byLanguage.get(expected.get());
        Hypothesis other = byLanguage.get(best.get());
        if (current.text().isBlank()) {
            return best;
        }
        boolean better = isEnoughText(other)
                && other.meanLogProbability() >= CONFIDENT
                && other.meanLogProbability() > current.meanLogProbability() + MARGIN;
        return better ? best : expected;
    }

    /** The hypothesis of this language's model; null when it did not decode the utterance. */
    Hypothesis hypothesis(String language) {
        return byLanguage.get(language);
    }

    Map<String, Hypothesis> byLanguage() {
        return byLanguage;
    }

    /** The language of the most probable text. A text that repeats a sentence is worse than any other text. */
    private Optional<String> best() {
        return byLanguage.entrySet().stream()
                .filter(entry -> !entry.getValue().text().isBlank())
                .max(Comparator.<Map.Entry<String, Hypothesis>, Boolean>comparing(entry -> isProse(entry.getValue()))
                        .thenComparing(entry -> entry.getValue().meanLogProbability()))
                .map(Map.Entry::getKey);
    }

    /** Whether there is a text that does not repeat a sentence. */
    private static boolean isProse(Hypothesis hypothesis) {
        return !hypothesis.text().isBlank() && !RepeatedPhrase.isSentence(hypothesis.text());
    }
}
