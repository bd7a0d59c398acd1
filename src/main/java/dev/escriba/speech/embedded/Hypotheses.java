package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;
import java.util.List;
import java.util.stream.Collectors;

/** Joins the hypotheses of consecutive parts of an utterance. */
final class Hypotheses {

    private Hypotheses() {}

    /**
     * One hypothesis for all parts. Parts without a text count for the audio tokens alone. The words of each part have
     * the times of the whole already.
     */
    static Hypothesis joined(List<Hypothesis> parts) {
        List<Hypothesis> written =
                parts.stream().filter(part -> !part.text().isBlank()).toList();
        int audioTokens = parts.stream().mapToInt(Hypothesis::audioTokens).sum();
        if (written.isEmpty()) {
            return new Hypothesis("", 0, 0, audioTokens, false);
        }
        // the mean counts each end token too
        double sum = written.stream()
                .mapToDouble(part -> part.meanLogProbability() * (part.tokens() + 1))
                .sum();
        int tokens = written.stream().mapToInt(Hypothesis::tokens).sum();
        return new Hypothesis(
                written.stream().map(part -> part.text().strip()).collect(Collectors.joining(" ")),
                tokens,
                sum / (tokens + written.size()),
                audioTokens,
                written.stream().anyMatch(Hypothesis::looping),
                written.stream().mapToDouble(Hypothesis::lowestWindowMean).min().orElse(0),
                written.stream().mapToDouble(Hypothesis::hotwordBonus).sum(),
                written.stream().flatMap(part -> part.written().stream()).toList(),
                written.stream().flatMap(part -> part.words().stream()).toList());
    }
}
