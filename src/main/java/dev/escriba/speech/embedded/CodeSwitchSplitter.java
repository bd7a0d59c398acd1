package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits an utterance in which the speaker changes the language (code-switching). A model skips speech in another
 * language or writes wrong text for it. When a hypothesis is short for its duration, or has an unlikely passage, the
 * other models decode each part of the utterance between pauses. Consecutive parts of one language form a span, and the
 * model of that language decodes the span again.
 */
final class CodeSwitchSplitter {

    /**
     * A lower rate is a reason to doubt. Nine of ten measured utterances in the model's own language had 3.2 tokens or
     * more for a second of speech. Utterances in two languages had 1.0 to 2.9.
     */
    private static final double MIN_TOKENS_PER_SECOND = 3.1;

    /**
     * A lower {@link Hypothesis#lowestWindowMean()} is a reason to doubt. Nine of ten measured utterances in the
     * model's own language were above it. Utterances that change the language were below it.
     */
    private static final double LOW_WINDOW_MEAN = -0.75;

    /**
     * In seconds. Voice activity detection notices the end of a word late, so that a pause measures shorter than it is.
     */
    private static final double MIN_PAUSE = 0.25;

    /** In seconds of speech. A shorter part does not tell its language. */
    private static final double MIN_PART_SECONDS = 2;

    private record Span(Utterance first, Utterance last, SpeechModel model, Optional<Hypothesis> hypothesis) {}

    private final List<SpeechModel> models;
    private final EarlyStopping earlyStopping;

    CodeSwitchSplitter(List<SpeechModel> models, EarlyStopping earlyStopping) {
        this.models = models;
        this.earlyStopping = earlyStopping;
    }

    /**
     * The utterance itself, or one entry for each span of one language.
     *
     * @param chosen the model of the utterance's language
     */
    List<UtteranceHypotheses> split(UtteranceHypotheses hypotheses, Optional<SpeechModel> chosen)
            throws InterruptedException {
        if (models.size() == 1
                || chosen.isEmpty()
                || !isDoubtful(hypotheses, hypotheses.hypothesis(chosen.get().language()))) {
            return List.of(hypotheses);
        }
        List<Utterance> parts = hypotheses.utterance().parts(MIN_PAUSE, MIN_PART_SECONDS);
        List<Span> spans = parts.size() == 1 ? List.of() : spans(parts, chosen.get());
        if (spans.isEmpty() || (spans.size() == 1 && spans.get(0).model() == chosen.get())) {
            return List.of(hypotheses);
        }
        List<UtteranceHypotheses> split = new ArrayList<>();
        for (Span span : spans) {
            split.add(recognize(span, hypotheses.utterance()));
            if (span.model() != chosen.get() && !hasText(split.get(split.size() - 1), span.model())) {
                return List.of(hypotheses);
            }
        }
        return split;
    }

    /** Whether the model of a span in another language has a text for all of it. Otherwise the span would be lost. */
    private static boolean hasText(UtteranceHypotheses span, SpeechModel model) {
        return !RepeatedPhrase.isSentence(span.hypothesis(model.language()).text())
                && !span.hypothesis(model.language()).text().isBlank();
    }

    private static boolean isDoubtful(UtteranceHypotheses hypotheses, Hypothesis hypothesis) {
        return hypothesis.lowestWindowMean() < LOW_WINDOW_MEAN
                || hypothesis.tokens()
                        < MIN_TOKENS_PER_SECOND * hypotheses.utterance().speechSeconds();
    }

    private List<Span> spans(List<Utterance> parts, SpeechModel chosen) throws InterruptedException {
        List<Span> spans = new ArrayList<>();
        for (Utterance part : parts) {
            Span next = span(part, chosen);
            int last = spans.size() - 1;
            if (last >= 0 && spans.get(last).model() == next.model()) {
                spans.set(last, new Span(spans.get(last).first(), part, next.model(), Optional.empty()));
            } else {
                spans.add(next);
            }
        }
        return spans;
    }

    private Span span(Utterance part, SpeechModel chosen) throws InterruptedException {
        for (SpeechModel model : models) {
            if (model != chosen) {
                Optional<Hypothesis> hypothesis = SilencePadding.FIRST_PASS.of(part.samples(), model, earlyStopping);
                UtteranceHypotheses alone = new UtteranceHypotheses(part);
                hypothesis.ifPresent(text -> alone.add(model.language(), text));
                if (hypothesis.isPresent()
                        && alone.isConfident(model.language())
                        && isBetter(alone, model.language(), chosen)) {
                    return new Span(part, part, model, hypothesis);
                }
            }
        }
        return new Span(part, part, chosen, Optional.empty());
    }

    /**
     * Whether the part is in this language, and not in that of the chosen model, which decodes it if there is doubt.
     */
    private static boolean isBetter(UtteranceHypotheses part, String language, SpeechModel chosen)
            throws InterruptedException {
        if (part.isCertain(language, false)) {
            return true;
        }
        part.add(
                chosen.language(), SilencePadding.FIRST_PASS.of(part.utterance().samples(), chosen));
        return part.language(Optional.of(chosen.language())).equals(Optional.of(language));
    }

    private static UtteranceHypotheses recognize(Span span, Utterance whole) throws InterruptedException {
        UtteranceHypotheses hypotheses = new UtteranceHypotheses(whole.between(span.first(), span.last()));
        String language = span.model().language();
        hypotheses.add(
                language,
                span.hypothesis().isPresent()
                        ? span.hypothesis().get()
                        : SilencePadding.FIRST_PASS.of(hypotheses.utterance().samples(), span.model()));
        return hypotheses;
    }
}
