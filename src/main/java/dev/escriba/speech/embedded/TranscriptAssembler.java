package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The transcript of one recording as it grows, utterance by utterance in order of time. Utterances that do not tell their language
 * wait for one that does; what is not believed tells nothing.
 */
final class TranscriptAssembler {

    private final List<Segment> segments = new ArrayList<>();
    private final List<UtteranceHypotheses> undecided = new ArrayList<>();
    private final Map<String, Double> secondsByLanguage = new HashMap<>();
    private Optional<String> expected;
    private int completionTokens;
    private int audioTokens;

    /** With the language that is given, if it is. */
    TranscriptAssembler(Optional<String> given) {
        expected = given;
    }

    /** The language of what was added last, as far as that told it. */
    Optional<String> expected() {
        return expected;
    }

    void add(UtteranceHypotheses heard) {
        Optional<String> evidence =
                heard.evidence().filter(language -> HallucinationFilter.isCredible(heard, language));
        if (evidence.isPresent()) {
            expected = evidence;
        }
        if (expected.isPresent()) {
            settle(expected);
            write(heard, expected);
        } else if (isCredible(heard)) {
            heard.forgetSamples();
            undecided.add(heard);
        } else {
            write(heard, expected);
        }
    }

    private static boolean isCredible(UtteranceHypotheses heard) {
        return heard.language(Optional.empty())
                .filter(language -> HallucinationFilter.isCredible(heard, language))
                .isPresent();
    }

    /** Nothing follows: the language is the one that most speaks for, over all that waits. */
    void end() {
        if (!undecided.isEmpty()) {
            settle(likeliest());
        }
    }

    private void settle(Optional<String> language) {
        undecided.forEach(heard -> write(heard, language));
        undecided.clear();
    }

    private Optional<String> likeliest() {
        Map<String, double[]> sums = new HashMap<>();
        for (UtteranceHypotheses heard : undecided) {
            heard.hypotheses().forEach((language, hypothesis) -> {
                if (!hypothesis.text().isEmpty()) {
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

    private void write(UtteranceHypotheses heard, Optional<String> usual) {
        Utterance utterance = heard.utterance();
        Optional<String> language = heard.language(usual);
        Hypothesis hypothesis = heard.hypothesis(
                language.orElseGet(() -> heard.hypotheses().keySet().iterator().next()));
        audioTokens += hypothesis.audioTokens();
        if (language.isEmpty() || !HallucinationFilter.isCredible(heard, language.get())) {
            return;
        }
        completionTokens += hypothesis.tokens();
        secondsByLanguage.merge(language.get(), utterance.speechSeconds(), Double::sum);
        segments.add(new Segment(
                utterance.start(),
                utterance.end(),
                hypothesis.text().strip().replaceAll("\\s+", " "),
                language.get(),
                hypothesis.meanLogProbability()));
    }

    String text() {
        StringJoiner text = new StringJoiner(" ");
        segments.forEach(segment -> text.add(segment.text()));
        return text.toString();
    }

    /** The one that was spoken longest. */
    Optional<String> language() {
        return secondsByLanguage.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
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
