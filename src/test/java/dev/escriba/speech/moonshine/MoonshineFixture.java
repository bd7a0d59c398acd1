package dev.escriba.speech.moonshine;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.storage.control.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** The packed models, and synthesised speech to try them on. */
final class MoonshineFixture {

    /** "The library opens at nine in the morning, and it closes at six." */
    static final String ENGLISH = "/speech/moonshine-en.wav";

    /** "Buenos días. La biblioteca abre a las nueve de la mañana y cierra a las seis." */
    static final String SPANISH = "/speech/moonshine-es.wav";

    private MoonshineFixture() {}

    static DataDirectory data() {
        return new DataDirectory(Path.of("target", "test-data"));
    }

    static Path packed(String name) {
        return file("/models/" + name + "/tokens.txt").getParent();
    }

    static float[] samples(String resource) {
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(MoonshineFixture.class.getResource(resource))) {
            if (audio.getFormat().getSampleRate() != PcmStream.SAMPLE_RATE) {
                throw new IllegalArgumentException(resource + ": " + audio.getFormat());
            }
            byte[] bytes = audio.readAllBytes();
            float[] samples = new float[bytes.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8)) / 32768f;
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedAudioFileException e) {
            throw new IllegalArgumentException(resource, e);
        }
    }

    private static Path file(String resource) {
        URL url = MoonshineFixture.class.getResource(resource);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(resource, e);
        }
    }
}
