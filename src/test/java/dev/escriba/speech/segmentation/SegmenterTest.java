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

    /** Is sure of loud sounds, and unsure of quieter ones. */
    private static final class QuietIsUnsure implements VoiceActivity {
        @Override
        public float[] speechProbabilities(float[] samples, int frames) {
            float[] probabilities = new float[frames];
            for (int i = 0; i < frames; i++) {
                double power = Loudness.power(samples, i * FRAME, (i + 1) * FRAME);
                probabilities[i] = power > 0.01 ? 0.9f : power > 1e-6 ? 0.1f : 0.01f;
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
        return cut(new LoudIsSpeech(), parts);
    }

    /** The utterances in which voice activity detection found speech. */
    private static List<Utterance> cut(VoiceActivity activity, float[]... parts) throws InterruptedException {
        return cutAll(activity, parts).stream().filter(Utterance::isConfirmed).toList();
    }

    private static List<Utterance> cutAll(VoiceActivity activity, float[]... parts) throws InterruptedException {
        List<Utterance> utterances = new ArrayList<>();
        float[] all = Samples.sequence(parts);
        try (Segmenter segmenter = new Segmenter(new MemoryPcm(all), () -> activity, RULES)) {
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

    private static float[] weak(double seconds) {
        return Samples.tone(200, 0.05, seconds);
    }

    @Test
    void keepsWeakSpeechBesideSpeech() throws Exception {
        List<Utterance> utterances = cut(
                new QuietIsUnsure(),
                Samples.silence(3),
                weak(1),
                Samples.silence(0.5),
                weak(1),
                talk(2),
                weak(2),
                Samples.silence(5));

        assertThat(utterances).hasSize(1);
        Utterance utterance = utterances.get(0);
        assertThat(utterance.start()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2700));
        assertThat(utterance.end()).isBetween(Duration.ofMillis(9800), Duration.ofMillis(10_050));
        assertThat(utterance.speechSeconds()).isBetween(1.9, 2.2);
        assertThat(utterance.audibleSeconds()).isBetween(6.3, 6.7);
        // words may begin there
        assertThat(utterance.pauses()).allMatch(pause -> pause.end() < 0.6);
        assertThat(utterance.speechEnd()).isGreaterThan(6.7);
    }

    @Test
    void weakSpeechAloneIsNoSpeech() throws Exception {
        assertThat(cut(new QuietIsUnsure(), Samples.silence(1), weak(8), Samples.silence(3)))
                .isEmpty();
    }

    @Test
    void keepsFourSecondsOfWeakSpeechAtMost() throws Exception {
        List<Utterance> utterances = cut(new QuietIsUnsure(), weak(15), talk(2), weak(15));

        assertThat(utterances).hasSize(1);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(10_500), Duration.ofMillis(10_700));
        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(21_300), Duration.ofMillis(21_500));
    }

    @Test
    void leavesOutWhatIsMuchQuieterThanTheSpeech() throws Exception {
        float[] faint = Samples.tone(200, 0.01, 3);
        List<Utterance> utterances = cut(new QuietIsUnsure(), faint, talk(2), faint);

        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2700));
        assertThat(utterances.get(0).audibleSeconds()).isLessThan(2.3);
    }

    @Test
    void findsSoundThatIsNearlyAsLoudAsTheSpeechBesideIt() throws Exception {
        List<Utterance> utterances = cutAll(
                new QuietIsUnsure(),
                talk(2),
                Samples.silence(5),
                weak(1.5),
                Samples.silence(5),
                talk(2),
                Samples.silence(7),
                Samples.tone(200, 0.01, 2));

        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(true, false, true);
        Utterance unconfirmed = utterances.get(1);
        assertThat(unconfirmed.start()).isBetween(Duration.ofMillis(6400), Duration.ofMillis(6700));
        assertThat(unconfirmed.end()).isBetween(Duration.ofMillis(8800), Duration.ofMillis(9100));
        assertThat(unconfirmed.speechSeconds()).isBetween(1.4, 1.8);
        assertThat(unconfirmed.withoutSamples().isConfirmed()).isFalse();
    }

    @Test
    void findsSpeechThatIsFarQuieterThanTheSpeechBesideIt() throws Exception {
        float[] quiet = Samples.tone(200, 0.006, 2);

        List<Utterance> between =
                cutAll(new LoudIsSpeech(), talk(2), Samples.silence(1), quiet, Samples.silence(1), talk(2));
        assertThat(between).extracting(Utterance::isConfirmed).containsExactly(true, false, true);
        assertThat(between.get(1).start()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2700));
        assertThat(between.get(1).end()).isBetween(Duration.ofMillis(5300), Duration.ofMillis(5500));
        assertThat(between.get(1).speechSeconds()).isBetween(1.9, 2.2);
        assertThat(between.get(1).noSpeechProbability()).isLessThan(0.2);
        assertThat(cutAll(new LoudIsSpeech(), talk(2), Samples.silence(1), quiet))
                .extracting(Utterance::isConfirmed)
                .containsExactly(true, false);
        assertThat(cutAll(new LoudIsSpeech(), quiet, Samples.silence(1), talk(2)))
                .extracting(Utterance::isConfirmed)
                .containsExactly(false, true);
    }

    @Test
    void leavesOutSpeechThatMayComeFromAnotherChannel() throws Exception {
        float[] crosstalk = Samples.tone(200, 0.002, 2);

        assertThat(cutAll(new LoudIsSpeech(), talk(2), Samples.silence(1), crosstalk, Samples.silence(1), talk(2)))
                .extracting(Utterance::isConfirmed)
                .containsExactly(true, true);
    }

    @Test
    void cutsALongGapIntoUtterancesOfTheMaximumLength() throws Exception {
        List<Utterance> utterances = cutAll(new QuietIsUnsure(), talk(2), weak(50), talk(2));

        List<Utterance> unconfirmed =
                utterances.stream().filter(one -> !one.isConfirmed()).toList();
        assertThat(unconfirmed).hasSize(3).allMatch(one -> one.seconds() <= RULES.maxLength());
        for (int i = 1; i < utterances.size(); i++) {
            assertThat(utterances.get(i).start())
                    .isBetween(
                            utterances.get(i - 1).end().minusMillis(1),
                            utterances.get(i - 1).end().plusMillis(100));
        }
    }

    @Test
    void aConstantOffsetIsNoSound() throws Exception {
        float[] speech = Samples.sequence(Samples.silence(8), talk(2), Samples.silence(8));
        for (int i = 0; i < speech.length; i++) {
            speech[i] += 0.05f;
        }
        assertThat(cutAll(new QuietIsUnsure(), speech))
                .extracting(Utterance::isConfirmed)
                .containsExactly(true);
    }

    @Test
    void clicksAreNoSound() throws Exception {
        float[] click = Samples.tone(200, 0.2, 0.05);
        assertThat(cutAll(
                        new QuietIsUnsure(),
                        talk(2),
                        Samples.silence(6),
                        click,
                        Samples.silence(1),
                        click,
                        Samples.silence(1),
                        click,
                        Samples.silence(1),
                        click,
                        Samples.silence(6)))
                .extracting(Utterance::isConfirmed)
                .containsExactly(true);
    }

    @Test
    void dividesSoundsWithALongSilenceBetweenThem() throws Exception {
        List<Utterance> utterances =
                cutAll(new QuietIsUnsure(), talk(2), Samples.silence(6), weak(1), Samples.silence(4), weak(1));

        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(true, false, false);
    }

    @Test
    void theLastSoundEndsWithTheRecording() throws Exception {
        float[] odd = java.util.Arrays.copyOf(weak(2), 2 * 16_000 - 200);
        List<Utterance> utterances = cutAll(new QuietIsUnsure(), talk(2), Samples.silence(6), odd);

        assertThat(utterances.get(1).end()).isEqualTo(Utterance.at(10L * 16_000 - 200));
    }

    @Test
    void leavesOutALongNoiseBeforeTheFirstSpeech() throws Exception {
        assertThat(cutAll(new QuietIsUnsure(), Samples.tone(200, 0.002, 45), talk(2)))
                .extracting(Utterance::isConfirmed)
                .containsExactly(true);
    }

    @Test
    void doesNotDivideASoundBeforeTheFirstSpeechAtTheMaximumLength() throws Exception {
        List<Utterance> utterances =
                cutAll(new QuietIsUnsure(), Samples.silence(18), weak(4), Samples.silence(6), talk(2));

        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(false, true);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(17_400), Duration.ofMillis(17_700));
        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(22_300), Duration.ofMillis(22_600));
    }

    @Test
    void findsTheLastSoundOfALongRecordingWithoutSpeech() throws Exception {
        List<Utterance> utterances = cutAll(new QuietIsUnsure(), Samples.silence(14), weak(2), Samples.silence(6));

        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(false);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(13_400), Duration.ofMillis(13_700));
    }

    @Test
    void findsTheLoudestSoundOfALongRecordingWithoutSpeech() throws Exception {
        float[] faint = Samples.tone(200, 0.02, 2);
        List<Utterance> utterances = cutAll(
                new QuietIsUnsure(),
                faint,
                Samples.silence(30),
                weak(2),
                Samples.silence(60),
                faint,
                Samples.silence(3));

        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(false);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(31_400), Duration.ofMillis(31_700));
        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(34_300), Duration.ofMillis(34_600));
    }

    @Test
    void findsSoundInARecordingWithoutSpeech() throws Exception {
        List<Utterance> utterances = cutAll(new QuietIsUnsure(), Samples.silence(3), weak(2), Samples.silence(3));
        assertThat(utterances).extracting(Utterance::isConfirmed).containsExactly(false);
        assertThat(utterances.get(0).start()).isBetween(Duration.ofMillis(2400), Duration.ofMillis(2600));
        assertThat(utterances.get(0).end()).isBetween(Duration.ofMillis(5400), Duration.ofMillis(5600));
        assertThat(cutAll(new QuietIsUnsure(), Samples.silence(3), weak(0.2), Samples.silence(3)))
                .isEmpty();
        assertThat(cutAll(new QuietIsUnsure(), Samples.silence(30))).isEmpty();
    }
}
