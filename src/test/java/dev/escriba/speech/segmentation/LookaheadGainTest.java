package dev.escriba.speech.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookaheadGainTest {

    private static final float[] LOUD_THEN_QUIET =
            Samples.sequence(Samples.tone(200, 0.3, 1), Samples.tone(200, 0.003, 8));

    private static List<Float> gains(float[]... parts) throws InterruptedException {
        LookaheadGain gain = new LookaheadGain(new Frames(new MemoryPcm(Samples.sequence(parts))));
        List<Float> gains = new ArrayList<>();
        for (LookaheadGain.Frame frame = gain.next(); frame != null; frame = gain.next()) {
            gains.add(frame.gain());
        }
        return gains;
    }

    @Test
    void amplifiesFiveSecondsAfterALoudSound() throws Exception {
        List<Float> gains = gains(LOUD_THEN_QUIET);

        assertThat(gains.get(SpeechWindow.frames(5.5))).isLessThan(1.1f);
        assertThat(gains.get(SpeechWindow.frames(7.5))).isGreaterThan(20);
    }

    @Test
    void theEndOfTheRecordingChangesNoGain() throws Exception {
        List<Float> gains = gains(LOUD_THEN_QUIET);

        assertThat(gains)
                .hasSize(LOUD_THEN_QUIET.length / VoiceActivity.FRAME + 1)
                .isEqualTo(gains(LOUD_THEN_QUIET, Samples.silence(4)).subList(0, gains.size()));
    }
}
