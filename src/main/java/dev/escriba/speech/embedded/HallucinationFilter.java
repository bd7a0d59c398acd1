package dev.escriba.speech.embedded;

import dev.escriba.speech.model.Hypothesis;

/** Tells what was said from what a model makes up when nobody spoke: a list of named reasons to take a text for an invention. */
enum HallucinationFilter {
    /** Nothing was said. */
    EMPTY {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            return hypothesis.text().isBlank();
        }
    },
    /** A text that its own model holds for this unlikely is a guess at noise, or at a language that it does not know. */
    UNLIKELY {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            return hypothesis.meanLogProbability() < -1.6;
        }
    },
    /** A short stretch of sound gives a model less to go by: more has to speak for it. */
    UNLIKELY_AND_SHORT {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            return heard.utterance().speechSeconds() < 1.5 && hypothesis.meanLogProbability() < -1.0;
        }
    },
    /** It went round in circles even in small parts, and did not believe in it: people who repeat themselves are heard well. */
    LOOPING {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            return hypothesis.looping() && hypothesis.meanLogProbability() < -0.3;
        }
    },
    /** A set phrase for a long stretch of speech: what it knows of the language is no more. */
    SPARSE {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            double tokensASecond = hypothesis.tokens() / heard.utterance().speechSeconds();
            return heard.isSolid(hypothesis) && hypothesis.meanLogProbability() < -0.3 && tokensASecond < 2;
        }
    },
    /**
     * Heard twice, it was not the same. At home in its language a model errs here and there, abroad it writes down something else
     * each time.
     */
    WAVERING {
        @Override
        boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement) {
            return heard.isSolid(hypothesis) && hypothesis.meanLogProbability() + agreement < 0;
        }
    };

    abstract boolean refuses(UtteranceHypotheses heard, Hypothesis hypothesis, double agreement);

    /** Whether what this language's model made of it was said. */
    static boolean isCredible(UtteranceHypotheses heard, String language) {
        for (HallucinationFilter rule : values()) {
            if (rule.refuses(heard, heard.hypothesis(language), heard.agreement(language))) {
                return false;
            }
        }
        return true;
    }
}
