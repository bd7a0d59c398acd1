package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Assembles the transcript of one recording, utterance by utterance in order of time. An utterance without enough
 * evidence of its language waits for the next one that has it. A hypothesis that {@link HallucinationFilter} rejects is
 * no evidence.
 */
final class TranscriptAssembler {

    private final List<Segment> segments = new ArrayList<>();
    private final List<UtteranceHypotheses> undecided = new ArrayList<>();
    private final Map<String, Double> secondsByLanguage = new HashMap<>();
    private final SegmentListener listener;
    private Optional<String> expected;
    private boolean unknownLanguage;
    private int completionTokens;
    private int audioTokens;

    /** @param given the language of the request, if it names exactly one */
    TranscriptAssembler(Optional<String> given) {
        this(given, SegmentListener.NONE);
    }

    /** @param listener is told each segment as soon as it is final */
    TranscriptAssembler(Optional<String> given, SegmentListener listener) {
        expected = given;
        this.listener = listener;
    }

    /** The language that the next utterance probably has: that of the last utterance with enough evidence. */
    Optional<String> expected() {
        return expected;
    }

    void add(UtteranceHypotheses hypotheses) {
        Optional<String> evidence =
                hypotheses.evidence().filter(language -> HallucinationFilter.isCredible(hypotheses, language));
        if (evidence.isPresent()) {
            expected = evidence;
        }
        if (expected.isPresent()) {
            settle(expected);
            write(hypotheses, expected);
        } else if (isCredible(hypotheses)) {
            hypotheses.forgetSamples();
            undecided.add(hypotheses);
        } else {
            write(hypotheses, expected);
        }
    }

    private static boolean isCredible(UtteranceHypotheses hypotheses) {
        return hypotheses
                .language(Optional.empty())
                .filter(language -> HallucinationFilter.isCredible(hypotheses, language))
                .isPresent();
    }

    /**
     * Ends the recording. The waiting utterances get the language with the highest mean log-probability over all of
     * them.
     */
    void end() {
        if (!undecided.isEmpty()) {
            settle(likeliest());
        }
    }

    private void settle(Optional<String> language) {
        undecided.forEach(hypotheses -> write(hypotheses, language));
        undecided.clear();
    }

    private Optional<String> likeliest() {
        Map<String, double[]> sums = new HashMap<>();
        for (UtteranceHypotheses hypotheses : undecided) {
            hypotheses.byLanguage().forEach((language, hypothesis) -> {
                if (!hypothesis.text().isBlank()) {
                    double[] sum = sums.computeIfAbsent(language, any -> new double[2]);
                    sum[0] += hypothesis.meanLogProbability() * (hypothesis.tokens() + 1);
                    sum[1] += hypothesis.tokens() + 1;
                }
            });
        }
        return sums.entrySet().stream()
                .max((one, other) -> Double.compare(
                        one.getValue()[0] / one.getValue()[1], other.getValue()[0] / other.getValue()[1]))
                .map(Map.Entry::getKey);
    }

    private void write(UtteranceHypotheses hypotheses, Optional<String> expectedLanguage) {
        Utterance utterance = hypotheses.utterance();
        Optional<String> language = hypotheses.language(expectedLanguage);
        Hypothesis hypothesis = hypotheses.hypothesis(language.orElseGet(
                () -> hypotheses.byLanguage().keySet().iterator().next()));
        audioTokens += hypothesis.audioTokens();
        if (language.isEmpty() || !HallucinationFilter.isCredible(hypotheses, language.get())) {
            unknownLanguage |= language.isPresent() && hypotheses.isEnoughSpeech();
            return;
        }
        completionTokens += hypothesis.tokens();
        secondsByLanguage.merge(language.get(), utterance.speechSeconds(), Double::sum);
        Segment segment = new Segment(
                utterance.start(),
                utterance.end(),
                hypothesis.text().strip().replaceAll("\\s+", " "),
                language.get(),
                hypothesis.meanLogProbability(),
                utterance.noSpeechProbability(),
                hypothesis.written(),
                WordClock.words(hypothesis.words(), utterance),
                OptionalInt.empty());
        segments.add(segment);
        listener.segment(segment);
    }

    String text() {
        StringJoiner text = new StringJoiner(" ");
        segments.forEach(segment -> text.add(segment.text()));
        return text.toString();
    }

    /** The language with the most seconds of speech. */
    Optional<String> language() {
        return secondsByLanguage.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * Whether there is no text, but speech in a language that no model knows: a model wrote a text for enough speech,
     * and the text is not credible. For sounds the models write nothing.
     */
    boolean hasOnlyUnknownLanguages() {
        return segments.isEmpty() && unknownLanguage;
    }

    List<Segment> segments() {
        return segments;
    }

    int completionTokens() {
        return completionTokens;
    }

    int audioTokens() {
        return audioTokens;
    }
}
