package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import dev.escriba.speech.segmentation.UtteranceFixture;
import org.junit.jupiter.api.Test;

class HallucinationFilterTest {

    private static boolean isCredible(Utterance utterance, int tokens) {
        UtteranceHypotheses hypotheses = new UtteranceHypotheses(utterance);
        hypotheses.add("en", new Hypothesis("some text", tokens, -0.2, 100, false));
        return HallucinationFilter.isCredible(hypotheses, "en");
    }

    @Test
    void rejectsASetPhraseForAClick() {
        assertThat(isCredible(UtteranceFixture.seconds(0.1), 12)).isFalse();
    }

    @Test
    void believesThePhraseOfAWhisper() {
        assertThat(isCredible(UtteranceFixture.weak(3, 0.1), 12)).isTrue();
        assertThat(isCredible(UtteranceFixture.weak(3, 0.1), 40)).isFalse();
    }
}
