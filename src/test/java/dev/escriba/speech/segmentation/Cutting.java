package dev.escriba.speech.segmentation;

import dev.escriba.media.entity.PcmStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Methods to find cuts in a recording, for comparison. */
public enum Cutting {
    /** The neural network, as in production. */
    SILERO {
        @Override
        VoiceActivity open(SileroVad vad) {
            return vad.open();
        }
    },
    /** Loud sound is speech: 12 dB above the quietest frame of the last seconds. */
    LOUDNESS {
        @Override
        VoiceActivity open(SileroVad vad) {
            return new LoudIsSpeech();
        }
    },
    /** Every sound is speech: cuts at the quietest point and leaves nothing out. */
    QUIETEST_POINT {
        @Override
        VoiceActivity open(SileroVad vad) {
            return new AllIsSpeech();
        }
    };

    abstract VoiceActivity open(SileroVad vad);

    /** Cuts a recording into utterances. */
    public List<Utterance> cut(PcmStream audio, SileroVad vad, SegmentationRules rules) throws InterruptedException {
        List<Utterance> utterances = new ArrayList<>();
        try (Segmenter segmenter = new Segmenter(audio, () -> open(vad), rules)) {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                utterances.add(next.get());
            }
        }
        return utterances;
    }

    private static final class AllIsSpeech implements VoiceActivity {

        @Override
        public float[] speechProbabilities(float[] samples, int frames) {
            float[] all = new float[frames];
            Arrays.fill(all, 1f);
            return all;
        }

        @Override
        public void close() {}
    }

    private static final class LoudIsSpeech implements VoiceActivity {

        /** 12 dB. */
        private static final double ABOVE = 16;

        /** Never below -60 dB of full scale. */
        private static final double MIN_POWER = 1e-6;

        private final double[] recent = new double[156];
        private long framesRead;

        @Override
        public float[] speechProbabilities(float[] samples, int frames) {
            float[] probabilities = new float[frames];
            for (int frame = 0; frame < frames; frame++) {
                double power = Loudness.power(samples, frame * FRAME, (frame + 1) * FRAME);
                recent[(int) (framesRead++ % recent.length)] = power;
                double quietest = Arrays.stream(recent, 0, (int) Math.min(framesRead, recent.length))
                        .min()
                        .orElse(0);
                probabilities[frame] = power > Math.max(MIN_POWER, quietest * ABOVE) ? 1f : 0f;
            }
            return probabilities;
        }

        @Override
        public void close() {}
    }
}
