package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.control.SpeechEngineContract;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.moonshine.MoonshineFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EmbeddedEngineTest implements SpeechEngineContract {

    private static final Set<String> BOTH = Set.of("en", "es");

    private static LoadedSpeech speech;

    @BeforeAll
    static void load() throws Exception {
        speech = LoadedSpeech.start(MoonshineFixture.data().root());
    }

    @AfterAll
    static void close() {
        speech.close();
    }

    @Override
    public SpeechEngine engine() {
        return speech.engine();
    }

    @Override
    public float[] speech() {
        return sample("en");
    }

    private static float[] sample(String language) {
        try {
            return Samples.speech(language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Recognition recognize(float[] samples) throws InterruptedException {
        return engine().recognize(new MemoryPcm(samples), new RecognitionRequest(BOTH, ""));
    }

    @Test
    void detectsTheLanguage() throws Exception {
        assertThat(recognize(sample("en")).language()).contains("en");
        assertThat(recognize(sample("es")).language()).contains("es");
    }

    @Test
    void usesASingleRequestedLanguageWithoutDetection() throws Exception {
        Recognition recognition =
                engine().recognize(new MemoryPcm(sample("es")), new RecognitionRequest(Set.of("es"), ""));

        assertThat(recognition.text()).containsIgnoringCase("vamos a la playa");
    }

    @Test
    void followsARecordingThatChangesLanguage() throws Exception {
        float[] silence = Samples.silence(3);
        Recognition recognition =
                recognize(Samples.sequence(sample("en"), silence, sample("es"), silence, sample("es")));

        assertThat(recognition.segments()).extracting(Segment::language).containsExactly("en", "es", "es");
        assertThat(recognition.language()).contains("es");
    }

    @Test
    void followsAChangeOfLanguageWithinAnUtterance() throws Exception {
        Recognition recognition = recognize(Samples.sequence(sample("en"), Samples.silence(0.6), sample("es")));

        assertThat(recognition.segments()).extracting(Segment::language).containsExactly("en", "es");
        assertThat(recognition.text()).containsIgnoringCase("vamos a la playa");
    }

    @Test
    void hasNoTextInAnUnknownLanguage() throws Exception {
        Recognition recognition = recognize(Samples.reversed(sample("es")));

        assertThat(recognition.text()).isEmpty();
        assertThat(recognition.language()).isEmpty();
        assertThat(recognition.completionTokens()).isZero();
    }

    @Test
    void addsNothingForSoundsBetweenSentences() throws Exception {
        String silent = recognize(Samples.sequence(sample("en"), Samples.silence(5), sample("en")))
                .text();

        for (float[] sound :
                List.of(Samples.rings(440, 480, 2, 1, 5), Samples.bursts(0.2, 0.03, 0.4, 5), Samples.music(0.3, 5))) {
            assertThat(words(recognize(Samples.sequence(sample("en"), sound, sample("en")))
                            .text()))
                    .isEqualTo(words(silent));
        }
    }

    private static String words(String text) {
        return text.replaceAll("\\p{Punct}", "");
    }

    @Test
    void findsQuietSpeechBesideAConstantOffset() throws Exception {
        float[] samples = Samples.times(sample("en"), 0.02);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += 0.03f;
        }

        assertThat(recognize(samples).text()).containsIgnoringCase("weather");
    }

    @Test
    void recognisesVeryQuietSpeech() throws Exception {
        Recognition recognition = recognize(Samples.times(sample("es"), 0.005));

        assertThat(recognition.text()).containsIgnoringCase("vamos a la playa");
    }

    @Test
    void placesSegmentsOnTheClockOfTheRecording() throws Exception {
        Recognition recognition = recognize(Samples.sequence(Samples.silence(10), sample("en"), Samples.silence(10)));

        Segment only = recognition.segments().get(0);
        assertThat(recognition.segments()).hasSize(1);
        assertThat(only.start()).isBetween(Duration.ofSeconds(9), Duration.ofMillis(10_200));
        assertThat(only.end()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(14));
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> writesNoTextForSounds() {
        Map<String, float[]> sounds = new TreeMap<>(Map.of(
                "50 ms", Samples.silence(0.05),
                "white noise", Samples.whiteNoise(0.1, 10),
                "soft white noise", Samples.whiteNoise(0.001, 10),
                "pink noise", Samples.pinkNoise(0.3, 10),
                "hum", Samples.tone(50, 0.3, 6),
                "tone", Samples.tone(1000, 0.5, 6),
                "music", Samples.music(0.6, 12),
                "soft music", Samples.music(0.01, 12),
                "click", click()));
        sounds.put("ringing", Samples.rings(440, 480, 2, 4, 12));
        sounds.put("engaged", Samples.rings(480, 620, 0.5, 0.5, 8));
        sounds.put("dialling", Samples.rings(770, 1336, 0.12, 0.12, 5));
        sounds.put("breathing", Samples.bursts(3, 1.3, 0.08, 15));
        sounds.put("keyboard", Samples.bursts(0.17, 0.03, 0.4, 10));
        sounds.put("clapping", Samples.bursts(0.35, 0.08, 0.8, 10));
        return sounds.entrySet().stream()
                .map(sound -> DynamicTest.dynamicTest(
                        sound.getKey(),
                        () -> assertThat(recognize(sound.getValue()).text()).isEmpty()));
    }

    private static float[] click() {
        float[] samples = new float[32_000];
        samples[16_000] = 0.9f;
        samples[16_001] = -0.9f;
        return samples;
    }

    @Test
    void countsAudioTokensOfRecognisedSpeech() throws Exception {
        float[] samples = sample("en");
        Recognition recognition = recognize(samples);

        assertThat(recognition.promptTokens())
                .isBetween(samples.length / PcmStream.SAMPLE_RATE * 35, samples.length / 384 + 1);
    }
}
