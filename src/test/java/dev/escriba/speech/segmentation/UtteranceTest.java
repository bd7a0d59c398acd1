package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UtteranceTest {

    /** Voice activity detection finds speech in every frame. */
    private static Utterance words(double level, double... seconds) {
        int frames = 0;
        for (double part : seconds) {
            frames += SpeechWindow.frames(part);
        }
        float[] samples = new float[frames * VoiceActivity.FRAME];
        int at = 0;
        for (int i = 0; i < seconds.length; i++) {
            int end = at + SpeechWindow.frames(seconds[i]) * VoiceActivity.FRAME;
            Arrays.fill(samples, at, end, i % 2 == 0 ? 0.5f : (float) level);
            at = end;
        }
        boolean[] speech = new boolean[frames];
        Arrays.fill(speech, true);
        float[] probability = new float[frames];
        Arrays.fill(probability, 0.9f);
        return new Utterance(16_000, samples, probability, speech);
    }

    @Test
    void dividesAtAPauseThatOnlyTheLevelShows() {
        Utterance utterance = words(0.001, 0.5, 0.2, 0.5, 0.2, 0.5);

        List<Utterance> parts = utterance.partsByLevel(0.12, 0.15);

        assertThat(utterance.parts(0.12, 0.15)).hasSize(1);
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).start()).isEqualTo(utterance.start());
        assertThat(parts.get(2).end()).isEqualTo(utterance.end());
    }

    @Test
    void doesNotDivideWithinAWord() {
        assertThat(words(0.001, 0.5, 0.07, 0.5).partsByLevel(0.12, 0.15)).hasSize(1);
        assertThat(words(0.05, 0.5, 0.3, 0.5).partsByLevel(0.12, 0.15)).hasSize(1);
    }

    @Test
    void silenceIsOnePart() {
        assertThat(words(0, 0).partsByLevel(0.12, 0.15)).hasSize(1);
    }

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
