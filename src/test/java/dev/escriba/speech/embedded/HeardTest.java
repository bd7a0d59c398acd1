package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardTest {

    private static Heard heard(double seconds) {
        return new Heard(UtteranceFixture.seconds(seconds));
    }

    private static Hypothesis text(int words, double meanLogProbability) {
        return new Hypothesis("word ".repeat(words).strip(), words, meanLogProbability, 100, false);
    }

    private static Hypothesis nothing(double meanLogProbability) {
        return new Hypothesis("", 0, meanLogProbability, 100, false);
    }

    @Test
    void takesAnEmptyTextForNoEvidence() {
        Heard heard = heard(5);
        heard.add("en", text(10, -0.9));
        heard.add("es", nothing(-0.01));

        assertThat(heard.evidence()).contains("en");
    }

    @Test
    void goesByTheModelThatBelievesMoreInItsText() {
        Heard heard = heard(5);
        heard.add("en", text(10, -0.9));
        heard.add("es", text(12, -0.05));

        assertThat(heard.evidence()).contains("es");
        assertThat(heard.language(Optional.empty())).contains("es");
    }

    @Test
    void takesAWordOrTwoForNoEvidence() {
        Heard heard = heard(5);
        heard.add("en", text(2, -0.05));
        heard.add("es", text(2, -0.9));

        assertThat(heard.evidence()).isEmpty();
        assertThat(heard.language(Optional.empty())).contains("en");
        assertThat(heard.language(Optional.of("es"))).contains("es");
    }

    @Test
    void takesTwoModelsThatAreAboutAsSureForNoEvidence() {
        Heard heard = heard(5);
        heard.add("en", text(10, -0.3));
        heard.add("es", text(10, -0.25));

        assertThat(heard.evidence()).isEmpty();
    }

    @Test
    void asksNobodyElseWhenTheFirstIsSure() {
        Heard heard = heard(5);
        heard.add("en", text(10, -0.1));

        assertThat(heard.isSure("en", false)).isTrue();
        assertThat(heard.evidence()).contains("en");
    }

    @Test
    void isNotSureOfOneWordUnlessItsLanguageIsExpected() {
        Heard heard = heard(1);
        heard.add("en", text(1, -0.1));

        assertThat(heard.isSure("en", false)).isFalse();
        assertThat(heard.isSure("en", true)).isTrue();
    }

    @Test
    void staysWithTheExpectedLanguageUnlessAnotherIsClearlyBetter() {
        Heard slightly = heard(5);
        slightly.add("en", text(10, -0.5));
        slightly.add("es", text(10, -0.35));
        Heard clearly = heard(5);
        clearly.add("en", text(10, -0.9));
        clearly.add("es", text(10, -0.1));

        assertThat(slightly.language(Optional.of("en"))).contains("en");
        assertThat(clearly.language(Optional.of("en"))).contains("es");
    }

    @Test
    void hasNoLanguageWhereNobodyHeardAnything() {
        Heard heard = heard(5);
        heard.add("en", nothing(-0.1));
        heard.add("es", nothing(-0.1));

        assertThat(heard.language(Optional.empty())).isEmpty();
        assertThat(heard.language(Optional.of("en"))).isEmpty();
    }
}
