package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmenterTest {

    private static final SegmentationRules RULES = new SegmentationRules(20, 6, 2, 0.4, 0.5f, 0.35f, 0.1);

    /** Detects every loud sound as speech. */
    private static final class LoudIsSpeech implements VoiceActivity {
        @Override
        public float[] speechProbabilities(float[] samples, int frames) {
            float[] probabilities = new float[frames];
            for (int i = 0; i < frames; i++) {
                probabilities[i] = Loudness.power(samples, i * FRAME, (i + 1) * FRAME) > 1e-4 ? 0.9f : 0.01f;
            }
            return probabilities;
        }

        @Override
        public void close() {}
    }

    private static float[] talk(double seconds) {
        return Samples.tone(200, 0.3, seconds);
    }

    private static List<Utterance> cut(float[]... parts) throws InterruptedException {
        List<Utterance> utterances = new ArrayList<>();
        float[] all = Samples.sequence(parts);
        try (Segmenter segmenter = new Segmenter(new MemoryPcm(all), new LoudIsSpeech(), RULES)) {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                utterances.add(next.get());
            }
            assertThat(segmenter.samplesRead()).isEqualTo(all.length);
            assertThat(segmenter.next()).isEmpty();
        }
        return utterances;
    }

    @Test
    void findsNothingInSilence() throws Exception {
        assertThat(cut(Samples.silence(30))).isEmpty();
        assertThat(cut(Samples.silence(0.05))).isEmpty();
        assertThat(cut(new float[0])).isEmpty();
    }

    @Test
    void keepsAShortRecordingWhole() throws Exception {
        List<Utterance> utterances = cut(talk(5), Samples.silence(1), talk(5), Samples.silence(1.5), talk(4));

        assertThat(utterances).hasSize(1);
        assertThat(utterances.get(0).seconds()).isBetween(16.3, 16.7);
    }

    @Test
    void endsAnUtteranceAtALongPause() throws Exception {
        List<Utterance> utterances = cut(Samples.silence(3), talk(2), Samples.silence(4), talk(2), Samples.silence(3));

        assertThat(utterances).hasSize(2);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2700));
        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(5300), Duration.ofMillis(5500));
        assertThat(utterances.get(1).start()).isBetween(Duration.ofMillis(8500), Duration.ofMillis(8700));
    }

    @Test
    void cutsLongSpeechAtItsPauses() throws Exception {
        float[] sentence = Samples.sequence(talk(7), Samples.silence(0.8));
        List<Utterance> utterances = cut(sentence, sentence, sentence, sentence, sentence, sentence, sentence);

        assertThat(utterances).hasSizeGreaterThan(2).allSatisfy(utterance -> {
            assertThat(utterance.seconds()).isLessThanOrEqualTo(20);
            assertThat(utterance.speechSeconds() % 7)
                    .satisfiesAnyOf(rest -> assertThat(rest).isLessThan(0.3), rest -> assertThat(rest)
                            .isGreaterThan(6.7));
        });
    }

    @Test
    void losesNothingOfSpeechWithoutAPause() throws Exception {
        List<Utterance> utterances = cut(talk(70));

        long next = 0;
        for (Utterance utterance : utterances) {
            assertThat(utterance.start()).isEqualTo(Utterance.at(next));
            assertThat(utterance.seconds()).isLessThanOrEqualTo(20);
            next += utterance.samples().length;
        }
        assertThat(next).isEqualTo(70 * 16_000);
    }

    @Test
    void cutsSpeechWithoutAPauseWhereItIsQuietest() throws Exception {
        List<Utterance> utterances = cut(talk(14), Samples.tone(200, 0.05, 0.2), talk(14));

        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(13_950), Duration.ofMillis(14_250));
    }

    @Test
    void ignoresAClick() throws Exception {
        assertThat(cut(Samples.silence(2), talk(0.03), Samples.silence(2))).isEmpty();
    }

    @Test
    void amplifiesQuietSpeechOnly() throws Exception {
        float[] loud = talk(3);
        assertThat(cut(loud).get(0).samples()).isEqualTo(loud);

        float peak = 0;
        for (float sample : cut(Samples.times(loud, 0.003)).get(0).samples()) {
            peak = Math.max(peak, sample);
        }
        assertThat(peak).isBetween(0.005f, 0.02f);
    }
}
