package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes sound that may be speech where voice activity detection found none. It has a text only if a model is
 * confident, and two decodings are alike. For noise and music the models write nothing, or stop early.
 */
final class UnconfirmedSpeech {

    /** Fewer tokens are too little evidence: models write one or two words for a bang. */
    private static final int MIN_TOKENS = 4;

    private static final double MIN_LOG_PROBABILITY = -0.4;

    private static final double MIN_SIMILARITY = 0.6;

    private final List<SpeechModel> models;
    private final EarlyStopping earlyStopping;

    UnconfirmedSpeech(List<SpeechModel> models, EarlyStopping earlyStopping) {
        this.models = models;
        this.earlyStopping = earlyStopping;
    }

    /**
     * The hypotheses, if a model confirms the speech. The models decode in turn until one is certain, as for other
     * utterances: a model may translate speech of another language.
     *
     * @param expected the language of the speech before; its model decodes first
     */
    Optional<UtteranceHypotheses> recognize(Utterance utterance, Optional<String> expected)
            throws InterruptedException {
        UtteranceHypotheses hypotheses = new UtteranceHypotheses(utterance);
        for (SpeechModel model : inOrder(expected)) {
            String language = model.language();
            Optional<Hypothesis> text = SilencePadding.FIRST_PASS.of(utterance.samples(), model, earlyStopping);
            if (text.isPresent()) {
                hypotheses.add(language, text.get());
                if (hypotheses.isCertain(language, expected.equals(Optional.of(language)))) {
                    break;
                }
            }
        }
        Optional<String> language = hypotheses.language(expected);
        for (SpeechModel model : models) {
            if (language.equals(Optional.of(model.language())) && isConfirmed(hypotheses, model)) {
                return Optional.of(hypotheses);
            }
        }
        return Optional.empty();
    }

    private List<SpeechModel> inOrder(Optional<String> expected) {
        List<SpeechModel> ordered = new ArrayList<>(models);
        ordered.sort((one, other) -> Boolean.compare(
                expected.equals(Optional.of(other.language())), expected.equals(Optional.of(one.language()))));
        return ordered;
    }

    private static boolean isConfirmed(UtteranceHypotheses hypotheses, SpeechModel model) throws InterruptedException {
        Hypothesis first = hypotheses.hypothesis(model.language());
        if (!isConfident(first)) {
            return false;
        }
        Hypothesis second = SilencePadding.RETRY.of(hypotheses.utterance().samples(), model);
        double similarity = TextSimilarity.of(first.text(), second.text());
        if (!isConfident(second) || similarity < MIN_SIMILARITY) {
            return false;
        }
        hypotheses.resolve(model.language(), second.meanScore() > first.meanScore() ? second : first, similarity);
        return HallucinationFilter.isCredible(hypotheses, model.language());
    }

    private static boolean isConfident(Hypothesis hypothesis) {
        return hypothesis.tokens() >= MIN_TOKENS
                && hypothesis.meanLogProbability() >= MIN_LOG_PROBABILITY
                && !hypothesis.looping()
                && !RepeatedPhrase.words(hypothesis.text()).isEmpty()
                && !RepeatedPhrase.isSentence(hypothesis.text());
    }
}
