package dev.escriba.speech.embedded;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets every loaded model transcribe a packaged sample of its language before a run uses it. The samples are synthetic
 * speech.
 */
final class SelfCheck {

    private static final Logger LOG = Logger.getLogger(SelfCheck.class.getName());

    /** Bytes before the samples in the packaged files. The files are mono, 16 kHz, 16 bit. */
    private static final int WAV_HEADER = 44;

    /** The words of the samples. Half of them are enough: the models were not trained on synthetic voices. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "en", List.of("good", "morning", "the", "weather", "is", "very", "good", "today"),
            "es", List.of("el", "tiempo", "es", "bueno", "hoy", "vamos", "a", "la", "playa"));

    private SelfCheck() {}

    /** @throws IllegalStateException when the text of a sample has fewer than half of the words */
    static void run(EmbeddedEngine engine) throws InterruptedException {
        for (InstalledModel installed : engine.installed()) {
            if (installed.isLazy()) {
                continue;
            }
            String language = installed.model().language();
            List<String> words = WORDS.get(language);
            if (words == null) {
                LOG.log(Level.INFO, "No sample is packaged for language {0}: not checked", language);
                continue;
            }
            float[] samples = sample(language);
            RecognitionRequest request =
                    new RecognitionRequest(Optional.of(installed.id()), Set.of(language), "", "", Duration.ZERO);
            engine.recognize(stream(samples), request);
            long start = System.nanoTime();
            Recognition recognition = engine.recognize(stream(samples), request);
            double speed = samples.length * 1e9 / PcmStream.SAMPLE_RATE / (System.nanoTime() - start);
            LOG.info(String.format(
                    Locale.ROOT, "Self-check, %s: \"%s\", %.0f x real time", language, recognition.text(), speed));
            List<String> recognized =
                    Arrays.asList(recognition.text().toLowerCase(Locale.ROOT).split("[^\\p{L}]+"));
            long right = words.stream().filter(recognized::contains).count();
            if (right * 2 < words.size()) {
                throw new IllegalStateException("the " + language + " model does not recognise its sample");
            }
        }
    }

    private static float[] sample(String language) {
        String name = "/dev/escriba/speech/self-check-" + language + ".wav";
        try (InputStream file = SelfCheck.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("not packed: " + name);
            }
            byte[] bytes = file.readAllBytes();
            ShortBuffer shorts = ByteBuffer.wrap(bytes, WAV_HEADER, bytes.length - WAV_HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[] samples = new float[shorts.remaining()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = shorts.get(i) / 32768f;
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PcmStream stream(float[] samples) {
        return new PcmStream() {
            private int position;

            @Override
            public int read(float[] target, int offset, int length) {
                int count = Math.min(length, samples.length - position);
                System.arraycopy(samples, position, target, offset, count);
                position += count;
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
    }
}
