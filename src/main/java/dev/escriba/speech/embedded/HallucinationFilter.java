package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;

/**
 * Rejects text that a model writes where the audio does not contain it. Each constant is one reason to reject a
 * hypothesis.
 */
enum HallucinationFilter {
    /** There is no text. */
    EMPTY {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypothesis.text().isBlank();
        }
    },
    /**
     * The model itself gives the text a very low probability. The sound is noise, or speech in a language that the
     * model does not know.
     */
    UNLIKELY {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypothesis.meanLogProbability() < -1.6;
        }
    },
    /** A short utterance gives a model less evidence, so its text needs a higher probability. */
    UNLIKELY_AND_SHORT {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypotheses.utterance().speechSeconds() < 1.5 && hypothesis.meanLogProbability() < -1.0;
        }
    },
    /**
     * The text repeats itself even when the model decodes small parts, and its probability is not high. Real
     * repetitions of a speaker have a high probability.
     */
    LOOPING {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypothesis.looping() && hypothesis.meanLogProbability() < -0.3;
        }
    },
    /**
     * The text is much too short for the duration of the speech. Models write a set phrase for speech in a language
     * that they hardly know.
     */
    SPARSE {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            double tokensASecond = hypothesis.tokens() / hypotheses.utterance().speechSeconds();
            return hypotheses.isEnoughText(hypothesis) && hypothesis.meanLogProbability() < -0.3 && tokensASecond < 2;
        }
    },
    /** The text has more tokens than the speech has time for. Models write a set phrase for a click or a bang. */
    DENSE {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypothesis.tokens() > 4 + 8 * hypotheses.utterance().audibleSeconds();
        }
    },
    /**
     * The text differs too much from that of the second decoding. A model makes few changes in its own language, and
     * writes a different text each time in another. The limit is low, because losing speech is worse than writing down
     * speech in another language: at 0 it lost 3 of 109 English utterances and kept 41 of 81 French and Russian ones
     * out, at -0.7 it loses one and keeps 9 out.
     */
    UNSTABLE {
        @Override
        boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity) {
            return hypotheses.isEnoughText(hypothesis) && hypothesis.meanLogProbability() + similarity < -0.7;
        }
    };

    abstract boolean rejects(UtteranceHypotheses hypotheses, Hypothesis hypothesis, double similarity);

    /** Whether no reason applies to the hypothesis of this language's model. */
    static boolean isCredible(UtteranceHypotheses hypotheses, String language) {
        for (HallucinationFilter rule : values()) {
            if (rule.rejects(hypotheses, hypotheses.hypothesis(language), hypotheses.similarity(language))) {
                return false;
            }
        }
        return true;
    }
}
