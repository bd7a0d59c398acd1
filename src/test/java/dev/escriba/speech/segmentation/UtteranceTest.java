package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UtteranceTest {

    @Test
    void knowsThePausesThatSpeechFollows() {
        Utterance utterance = UtteranceFixture.alternating(2, 1, 2, 1);
        assertThat(utterance.pauses()).hasSize(1).allSatisfy(pause -> {
            assertThat(pause.start()).isCloseTo(2, within(0.05));
            assertThat(pause.end()).isCloseTo(3, within(0.05));
        });
        assertThat(utterance.speechEnd()).isCloseTo(5, within(0.05));
        assertThat(UtteranceFixture.seconds(2).pauses()).isEmpty();
    }

    @Test
    void knowsThePauseBeforeItsFirstWord() {
        Utterance utterance = UtteranceFixture.alternating(0, 0.5, 2);
        assertThat(utterance.pauses()).hasSize(1).allSatisfy(pause -> {
            assertThat(pause.start()).isZero();
            assertThat(pause.end()).isCloseTo(0.5, within(0.05));
        });
    }

    @Test
    void theSilenceAroundSpeechDoesNotLowerItsProbability() {
        assertThat(UtteranceFixture.seconds(2).noSpeechProbability()).isCloseTo(0.1, within(1e-6));
        assertThat(UtteranceFixture.alternating(0, 1, 2, 1).noSpeechProbability())
                .isCloseTo(0.1, within(1e-6));
        assertThat(UtteranceFixture.alternating(2, 2, 2).noSpeechProbability()).isCloseTo(0.37, within(0.02));
    }

    @Test
    void keepsTimesAndProbabilitiesWithoutSamplesAndInParts() {
        Utterance utterance = UtteranceFixture.alternating(3, 1, 3);
        assertThat(utterance.withoutSamples().noSpeechProbability()).isEqualTo(utterance.noSpeechProbability());
        assertThat(utterance.withoutSamples().pauses()).isEqualTo(utterance.pauses());
        assertThat(utterance.parts(0.5, 1)).hasSize(2).allSatisfy(part -> assertThat(part.noSpeechProbability())
                .isCloseTo(0.1, within(1e-6)));
    }
}
