package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.List;
import java.util.Optional;

/**
 * Decodes sound that is as loud as speech where voice activity detection found none. It has a text only if a model is
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
     * The hypothesis of the first model that confirms the speech.
     *
     * @param expected the language of the speech before; only its model decodes then
     */
    Optional<UtteranceHypotheses> recognize(Utterance utterance, Optional<String> expected)
            throws InterruptedException {
        for (SpeechModel model : models) {
            if (expected.isEmpty() || expected.get().equals(model.language())) {
                Optional<UtteranceHypotheses> confirmed = confirmed(utterance, model);
                if (confirmed.isPresent()) {
                    return confirmed;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<UtteranceHypotheses> confirmed(Utterance utterance, SpeechModel model)
            throws InterruptedException {
        Optional<Hypothesis> first = SilencePadding.FIRST_PASS
                .of(utterance.samples(), model, earlyStopping)
                .filter(UnconfirmedSpeech::isConfident);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Hypothesis second = SilencePadding.RETRY.of(utterance.samples(), model);
        double similarity = TextSimilarity.of(first.get().text(), second.text());
        if (!isConfident(second) || similarity < MIN_SIMILARITY) {
            return Optional.empty();
        }
        UtteranceHypotheses confirmed = new UtteranceHypotheses(utterance);
        boolean secondIsBetter = second.meanScore() > first.get().meanScore();
        confirmed.resolve(model.language(), secondIsBetter ? second : first.get(), similarity);
        return Optional.of(confirmed)
                .filter(hypotheses -> HallucinationFilter.isCredible(hypotheses, model.language()));
    }

    private static boolean isConfident(Hypothesis hypothesis) {
        return hypothesis.tokens() >= MIN_TOKENS
                && hypothesis.meanLogProbability() >= MIN_LOG_PROBABILITY
                && !hypothesis.looping();
    }
}
