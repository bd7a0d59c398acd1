package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes an utterance again, each part between short pauses alone. A word that a speaker repeats with pauses is not
 * what the models were trained for: they write nothing for all of it, or skip some of it, or write nonsense of another
 * language. Alone they recognise each of the words. A longer utterance that has no text even then is decoded in
 * halves.
 */
final class PartwiseDecoding {

    /** In seconds. The closure of a consonant is shorter. */
    private static final double MIN_PAUSE = 0.12;

    /** In seconds of speech. */
    private static final double MIN_PART_SECONDS = 0.15;

    /** In seconds of speech. A sound of less is not decoded in parts. */
    private static final double MIN_SECONDS = 0.6;

    /** In seconds. A shorter utterance is not decoded in halves. */
    private static final double MIN_SECONDS_OF_HALVES = 4;

    /** In seconds of speech. A part of more is not one repeated word. */
    private static final double MAX_WORD_SECONDS = 1.6;

    /** Parts of the same word differ in their length by less than this factor. */
    private static final double MAX_LENGTH_RATIO = 1.6;

    /** Equal parts in a row that may be a repeated word. */
    private static final int MIN_EQUAL_PARTS = 3;

    /** In the first decoding of the parts. A second one finds at most some words more. */
    private static final int MIN_FIRST_REPETITIONS = 2;

    /** A model whose text has at least this mean log-probability knows the language, so no other one decodes parts. */
    private static final double KNOWN_LANGUAGE = -0.2;

    /** The parts give a text if its mean log-probability is at least this. */
    private static final double MIN_MEAN_LOG_PROBABILITY = -0.5;

    /**
     * The parts give a text if the two hypotheses of each are more similar, in the mean. A text and an empty text count
     * as 0.75: a word that a model hears once, and not again, is often a sound.
     */
    private static final double MIN_SIMILARITY = 0.75;

    /** A hypothesis for all parts of an utterance. */
    private record PartwiseHypothesis(SpeechModel model, Hypothesis hypothesis, double similarity, double share) {

        boolean isCredible() {
            return share >= 0.5
                    && similarity > MIN_SIMILARITY
                    && hypothesis.meanLogProbability() >= MIN_MEAN_LOG_PROBABILITY;
        }

        int repetitions() {
            return RepeatedPhrase.count(hypothesis.text());
        }

        /**
         * Whether nothing of a text is lost: each of its numbers is here, and where a part has no text, each of its
         * words.
         */
        boolean keeps(String text) {
            Set<String> own = Set.copyOf(RepeatedPhrase.words(hypothesis.text()));
            return RepeatedPhrase.words(text).stream()
                    .filter(word -> share < 1 || word.chars().anyMatch(Character::isDigit))
                    .allMatch(own::contains);
        }
    }

    private final List<SpeechModel> models;

    /** @param models the cheapest first */
    PartwiseDecoding(List<SpeechModel> models) {
        this.models = models;
    }

    /** Replaces the hypotheses of an utterance whose text is missing or doubtful, where its parts give a better one. */
    void improve(UtteranceHypotheses whole, Optional<String> expected) throws InterruptedException {
        if (whole.utterance().speechSeconds() < MIN_SECONDS) {
            return;
        }
        List<Utterance> parts = whole.utterance().partsByLevel(MIN_PAUSE, MIN_PART_SECONDS);
        Optional<Hypothesis> before = whole.language(expected).map(whole::hypothesis);
        Optional<PartwiseHypothesis> candidate = Optional.empty();
        if (parts.size() >= 2 && isDoubtful(whole, before, parts)) {
            candidate = decode(whole, before, parts, expected).filter(found -> isBetter(found, whole, before, parts));
        }
        if (candidate.isEmpty() && before.isEmpty() && isLong(whole)) {
            candidate = decode(whole, before, halves(whole.utterance()), expected);
        }
        candidate.ifPresent(found -> take(found, whole));
    }

    private static boolean isLong(UtteranceHypotheses whole) {
        return whole.utterance().seconds() >= MIN_SECONDS_OF_HALVES && whole.isEnoughSpeech();
    }

    private static List<Utterance> halves(Utterance whole) {
        int length = whole.samples().length;
        return whole.dividedAt(QuietestPoint.near(whole.samples(), length / 2, length / 4));
    }

    private static boolean isDoubtful(UtteranceHypotheses whole, Optional<Hypothesis> before, List<Utterance> parts) {
        if (before.isEmpty() || before.get().looping() || whole.isContradicted()) {
            return true;
        }
        String text = before.get().text();
        return RepeatedPhrase.words(text).size() < parts.size() || RepeatedPhrase.count(text) < equalParts(parts);
    }

    /** The number of parts in a row that may be one word that is repeated; 0 when they are too few. */
    private static int equalParts(List<Utterance> parts) {
        int most = 0;
        for (int from = 0; from < parts.size(); from++) {
            double shortest = Double.POSITIVE_INFINITY;
            double longest = 0;
            for (int to = from; to < parts.size(); to++) {
                shortest = Math.min(shortest, parts.get(to).speechSeconds());
                longest = Math.max(longest, parts.get(to).speechSeconds());
                if (longest > MAX_WORD_SECONDS || longest > MAX_LENGTH_RATIO * shortest) {
                    break;
                }
                most = Math.max(most, to - from + 1);
            }
        }
        return most < MIN_EQUAL_PARTS ? 0 : most;
    }

    /** Where a text exists, only one that repeats a phrase more often, or more surely, and keeps the rest is better. */
    private static boolean isBetter(
            PartwiseHypothesis candidate,
            UtteranceHypotheses whole,
            Optional<Hypothesis> before,
            List<Utterance> parts) {
        if (before.isEmpty() || before.get().looping()) {
            return true;
        }
        int known = RepeatedPhrase.count(before.get().text());
        int repetitions = candidate.repetitions();
        return repetitions >= Math.min(MIN_EQUAL_PARTS, parts.size())
                && candidate.keeps(before.get().text())
                && (repetitions > known || (repetitions == known && whole.isContradicted()));
    }

    /** The credible hypothesis with the most parts; that of the expected language, if it is credible. */
    private Optional<PartwiseHypothesis> decode(
            UtteranceHypotheses whole, Optional<Hypothesis> before, List<Utterance> parts, Optional<String> expected)
            throws InterruptedException {
        // a text that stands is replaced by a repetition alone
        int minRepetitions = before.isPresent() && !before.get().looping() ? MIN_FIRST_REPETITIONS : 0;
        Optional<String> language = whole.language(expected);
        List<PartwiseHypothesis> all = new ArrayList<>();
        for (SpeechModel model : likeliestFirst(language, expected)) {
            boolean isKnown = before.isPresent() && before.get().meanLogProbability() >= KNOWN_LANGUAGE;
            if (isKnown && minRepetitions > 0 && !language.equals(Optional.of(model.language()))) {
                continue;
            }
            Optional<PartwiseHypothesis> candidate =
                    decode(whole.utterance(), parts, model, minRepetitions).filter(PartwiseHypothesis::isCredible);
            candidate.ifPresent(all::add);
            if (candidate.isPresent() && expected.equals(Optional.of(model.language()))) {
                break;
            }
        }
        return all.stream()
                .max(Comparator.comparingDouble(
                        candidate -> candidate.share() + candidate.hypothesis().meanLogProbability()));
    }

    private List<SpeechModel> likeliestFirst(Optional<String> language, Optional<String> expected) {
        return models.stream()
                .sorted(Comparator.<SpeechModel, Boolean>comparing(
                                model -> !expected.equals(Optional.of(model.language())))
                        .thenComparing(model -> !language.equals(Optional.of(model.language()))))
                .toList();
    }

    /**
     * Empty where the first decoding of the parts has no text, or fewer repetitions; then there is no second one. Texts
     * of the second decoding alone would not be credible.
     */
    private static Optional<PartwiseHypothesis> decode(
            Utterance whole, List<Utterance> parts, SpeechModel model, int minRepetitions) throws InterruptedException {
        List<float[]> samples = parts.stream().map(Utterance::samples).toList();
        List<Hypothesis> first = SilencePadding.FIRST_PASS.of(samples, model);
        String text = Hypotheses.joined(first).text();
        if (text.isBlank() || RepeatedPhrase.count(text) < minRepetitions) {
            return Optional.empty();
        }
        List<Hypothesis> second = SilencePadding.RETRY.of(samples, model);
        List<Hypothesis> better = new ArrayList<>();
        double similarity = 0;
        int written = 0;
        for (int i = 0; i < parts.size(); i++) {
            Hypothesis one = likelier(first.get(i), second.get(i));
            if (!one.text().isBlank()) {
                similarity += LowConfidenceRetry.similarity(first.get(i), second.get(i));
                written++;
            }
            better.add(one.later(seconds(parts.get(i).start().minus(whole.start()))));
        }
        return Optional.of(new PartwiseHypothesis(
                model,
                Hypotheses.joined(better),
                written == 0 ? 0 : similarity / written,
                (double) written / parts.size()));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** A part is one word or a few, so the number of tokens tells nothing. */
    private static Hypothesis likelier(Hypothesis first, Hypothesis second) {
        if (first.text().isBlank() || second.text().isBlank()) {
            return first.text().isBlank() ? second : first;
        }
        return first.meanScore() >= second.meanScore() ? first : second;
    }

    /** The utterance has the text of the parts. No other model has a text for it any more. */
    private static void take(PartwiseHypothesis candidate, UtteranceHypotheses whole) {
        String language = candidate.model().language();
        for (String other : List.copyOf(whole.byLanguage().keySet())) {
            if (!other.equals(language)) {
                whole.add(
                        other, new Hypothesis("", 0, 0, whole.hypothesis(other).audioTokens(), false));
            }
        }
        int audioTokens = Optional.ofNullable(whole.hypothesis(language))
                .map(Hypothesis::audioTokens)
                .orElse(candidate.hypothesis().audioTokens());
        whole.resolve(language, candidate.hypothesis().withAudioTokens(audioTokens), candidate.similarity());
    }
}
