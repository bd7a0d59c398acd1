package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

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
        return new Utterance(16_000, samples, speech);
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
}
