package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RunAudioTest {

    private static final Path CALL = MediaFixture.call("call.wav");

    private final AudioStore store = MediaFixture.store();

    private static OpenRecording call() throws IOException {
        return MediaFixture.probe("wav").open(new Upload(CALL, Files.size(CALL), null));
    }

    @Test
    void decodesARecordingOnceThoughItsChannelsAreReadOneByOne() throws Exception {
        MediaDecoder once = new MediaDecoder(MediaFixture.ffmpeg(), MediaFixture.settings()) {
            @Override
            public PcmStream decode(OpenRecording recording, int channel) {
                throw new AssertionError("decoded again");
            }
        };
        try (RunAudio audio = new RunAudio(once, store, call())) {
            assertThat(audio.channels(UnaryOperator.identity()).separate()).containsExactly(0, 1);
            assertThat(store.used()).isPositive();
            float[] sample = new float[1];
            for (int channel = 0; channel < 2; channel++) {
                try (PcmStream stream = audio.open(channel)) {
                    assertThat(stream.read(sample, 0, 1)).isEqualTo(1);
                }
            }
        }
        assertThat(store.used()).isZero();
    }
}
