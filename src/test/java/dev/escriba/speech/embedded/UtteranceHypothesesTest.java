package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UtteranceHypothesesTest {

    private static UtteranceHypotheses heard(double seconds) {
        return new UtteranceHypotheses(UtteranceFixture.seconds(seconds));
    }

    private static Hypothesis text(int words, double meanLogProbability) {
        return new Hypothesis("word ".repeat(words).strip(), words, meanLogProbability, 100, false);
    }

    private static Hypothesis nothing(double meanLogProbability) {
        return new Hypothesis("", 0, meanLogProbability, 100, false);
    }

    @Test
    void takesAnEmptyTextForNoEvidence() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", text(10, -0.9));
        heard.add("es", nothing(-0.01));

        assertThat(heard.evidence()).contains("en");
    }

    @Test
    void goesByTheModelThatBelievesMoreInItsText() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", text(10, -0.9));
        heard.add("es", text(12, -0.05));

        assertThat(heard.evidence()).contains("es");
        assertThat(heard.language(Optional.empty())).contains("es");
    }

    @Test
    void takesAWordOrTwoForNoEvidence() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", text(2, -0.05));
        heard.add("es", text(2, -0.9));

        assertThat(heard.evidence()).isEmpty();
        assertThat(heard.language(Optional.empty())).contains("en");
        assertThat(heard.language(Optional.of("es"))).contains("es");
    }

    @Test
    void takesTwoModelsThatAreAboutAsSureForNoEvidence() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", text(10, -0.3));
        heard.add("es", text(10, -0.25));

        assertThat(heard.evidence()).isEmpty();
    }

    @Test
    void asksNobodyElseWhenTheFirstIsSure() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", text(10, -0.1));

        assertThat(heard.isSure("en", false)).isTrue();
        assertThat(heard.evidence()).contains("en");
    }

    @Test
    void isNotSureOfOneWordUnlessItsLanguageIsExpected() {
        UtteranceHypotheses heard = heard(1);
        heard.add("en", text(1, -0.1));

        assertThat(heard.isSure("en", false)).isFalse();
        assertThat(heard.isSure("en", true)).isTrue();
    }

    @Test
    void staysWithTheExpectedLanguageUnlessAnotherIsClearlyBetter() {
        UtteranceHypotheses slightly = heard(5);
        slightly.add("en", text(10, -0.5));
        slightly.add("es", text(10, -0.35));
        UtteranceHypotheses clearly = heard(5);
        clearly.add("en", text(10, -0.9));
        clearly.add("es", text(10, -0.1));

        assertThat(slightly.language(Optional.of("en"))).contains("en");
        assertThat(clearly.language(Optional.of("en"))).contains("es");
    }

    @Test
    void hasNoLanguageWhereNobodyHeardAnything() {
        UtteranceHypotheses heard = heard(5);
        heard.add("en", nothing(-0.1));
        heard.add("es", nothing(-0.1));

        assertThat(heard.language(Optional.empty())).isEmpty();
        assertThat(heard.language(Optional.of("en"))).isEmpty();
    }
}
