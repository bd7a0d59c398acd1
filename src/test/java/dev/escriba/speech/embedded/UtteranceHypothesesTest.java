package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UtteranceHypothesesTest {

    private static UtteranceHypotheses hypotheses(double seconds) {
        return new UtteranceHypotheses(UtteranceFixture.seconds(seconds));
    }

    private static Hypothesis text(int words, double meanLogProbability) {
        return new Hypothesis(numbered(words), words, meanLogProbability, 100, false);
    }

    private static String numbered(int words) {
        return IntStream.range(0, words).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private static Hypothesis noText(double meanLogProbability) {
        return new Hypothesis("", 0, meanLogProbability, 100, false);
    }

    @Test
    void anEmptyTextIsNoEvidence() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(10, -0.9));
        hypotheses.add("es", noText(-0.01));

        assertThat(hypotheses.evidence()).contains("en");
    }

    @Test
    void takesTheLanguageOfTheMostProbableText() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(10, -0.9));
        hypotheses.add("es", text(12, -0.05));

        assertThat(hypotheses.evidence()).contains("es");
        assertThat(hypotheses.language(Optional.empty())).contains("es");
    }

    @Test
    void oneOrTwoWordsAreNoEvidence() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(2, -0.05));
        hypotheses.add("es", text(2, -0.9));

        assertThat(hypotheses.evidence()).isEmpty();
        assertThat(hypotheses.language(Optional.empty())).contains("en");
        assertThat(hypotheses.language(Optional.of("es"))).contains("es");
    }

    @Test
    void twoSimilarlyProbableTextsAreNoEvidence() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(10, -0.3));
        hypotheses.add("es", text(10, -0.25));

        assertThat(hypotheses.evidence()).isEmpty();
    }

    @Test
    void isCertainOfAProbableText() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(10, -0.09));

        assertThat(hypotheses.isCertain("en", false)).isTrue();
        assertThat(hypotheses.evidence()).contains("en");
    }

    @Test
    void isConfidentButNotCertainOfALessProbableText() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", text(10, -0.25));

        assertThat(hypotheses.isConfident("en")).isTrue();
        assertThat(hypotheses.isCertain("en", false)).isFalse();
        assertThat(hypotheses.isCertain("en", true)).isFalse();
    }

    @Test
    void isNotCertainOfOneWordUnlessItsLanguageIsExpected() {
        UtteranceHypotheses hypotheses = hypotheses(1);
        hypotheses.add("en", text(1, -0.1));

        assertThat(hypotheses.isCertain("en", false)).isFalse();
        assertThat(hypotheses.isCertain("en", true)).isTrue();
    }

    @Test
    void staysWithTheExpectedLanguageUnlessAnotherIsClearlyBetter() {
        UtteranceHypotheses slightly = hypotheses(5);
        slightly.add("en", text(10, -0.4));
        slightly.add("es", text(10, -0.28));
        UtteranceHypotheses clearly = hypotheses(5);
        clearly.add("en", text(10, -0.9));
        clearly.add("es", text(10, -0.1));

        assertThat(slightly.language(Optional.of("en"))).contains("en");
        assertThat(clearly.language(Optional.of("en"))).contains("es");
    }

    @Test
    void prefersTheTextOfTheSpokenLanguageToATranslation() {
        UtteranceHypotheses translated = hypotheses(5);
        translated.add("en", text(19, -0.25));
        translated.add("es", text(21, -0.01));

        assertThat(translated.language(Optional.empty())).contains("es");
        assertThat(translated.language(Optional.of("en"))).contains("es");
    }

    @Test
    void hasNoLanguageWithoutAText() {
        UtteranceHypotheses hypotheses = hypotheses(5);
        hypotheses.add("en", noText(-0.1));
        hypotheses.add("es", noText(-0.1));

        assertThat(hypotheses.language(Optional.empty())).isEmpty();
        assertThat(hypotheses.language(Optional.of("en"))).isEmpty();
    }

    @Test
    void anEmptyTextOfTheExpectedLanguageIsNoText() {
        UtteranceHypotheses hypotheses = hypotheses(1);
        hypotheses.add("en", text(2, -0.6));
        hypotheses.add("es", noText(-0.01));
        UtteranceHypotheses blank = hypotheses(1);
        blank.add("en", text(2, -0.6));
        blank.add("es", new Hypothesis(" ", 1, -0.01, 100, false));

        assertThat(hypotheses.language(Optional.of("es"))).contains("en");
        assertThat(blank.language(Optional.of("es"))).contains("en");
        assertThat(blank.language(Optional.empty())).contains("en");
        assertThat(blank.isCertain("es", true)).isFalse();
    }

    @Test
    void anEmptyTextOfTheExpectedLanguageIsMissingBesideADoubtfulOne() {
        UtteranceHypotheses doubtful = hypotheses(1);
        doubtful.add("en", text(2, -0.6));
        doubtful.add("es", noText(-0.01));
        UtteranceHypotheses probable = hypotheses(1);
        probable.add("en", text(2, -0.2));
        probable.add("es", noText(-0.01));

        assertThat(doubtful.isMissing("es", Optional.of("es"))).isTrue();
        assertThat(doubtful.isMissing("en", Optional.of("es"))).isFalse();
        assertThat(doubtful.isMissing("es", Optional.empty())).isFalse();
        assertThat(probable.isMissing("es", Optional.of("es"))).isFalse();
    }

    @Test
    void aSentenceInARowIsNoEvidenceAgainstAnotherText() {
        UtteranceHypotheses hypotheses = hypotheses(13);
        hypotheses.add("en", text(40, -0.45));
        hypotheses.add("es", new Hypothesis("¿Qué es lo que hay? ".repeat(6), 40, -0.1, 100, false));

        assertThat(hypotheses.evidence()).contains("en");
        assertThat(hypotheses.language(Optional.empty())).contains("en");
        assertThat(hypotheses.isConfident("es")).isFalse();
    }

    @Test
    void aSentenceInARowIsNotCertain() {
        UtteranceHypotheses hypotheses = hypotheses(13);
        hypotheses.add("es", new Hypothesis("¿Qué es lo que hay? ".repeat(6), 40, -0.01, 100, false));

        assertThat(hypotheses.isCertain("es", true)).isFalse();
        assertThat(hypotheses.language(Optional.empty())).contains("es");
    }
}
