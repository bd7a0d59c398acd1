package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;

/** Tells what was said from what a model makes up when nobody spoke: a list of named reasons to take a text for an invention. */
enum Credibility {
    /** Nothing was said. */
    EMPTY {
        @Override
        boolean refuses(Utterance utterance, Hypothesis hypothesis) {
            return hypothesis.text().isBlank();
        }
    },
    /** A text that its own model holds for this unlikely is a guess at noise, or at a language that it does not know. */
    UNLIKELY {
        @Override
        boolean refuses(Utterance utterance, Hypothesis hypothesis) {
            return hypothesis.meanLogProbability() < -1.6;
        }
    },
    /** A short stretch of sound gives a model less to go by: more has to speak for it. */
    UNLIKELY_AND_SHORT {
        @Override
        boolean refuses(Utterance utterance, Hypothesis hypothesis) {
            return utterance.speechSeconds() < 1.5 && hypothesis.meanLogProbability() < -1.0;
        }
    },
    /** It went round in circles even in small parts, and did not believe in it. */
    LOOPING {
        @Override
        boolean refuses(Utterance utterance, Hypothesis hypothesis) {
            return hypothesis.looping() && hypothesis.meanLogProbability() < -0.7;
        }
    };

    abstract boolean refuses(Utterance utterance, Hypothesis hypothesis);

    static boolean isCredible(Utterance utterance, Hypothesis hypothesis) {
        for (Credibility rule : values()) {
            if (rule.refuses(utterance, hypothesis)) {
                return false;
            }
        }
        return true;
    }
}
