package dev.escriba.speech.embedded;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a model decode samples with digital silence before and after them. The audio tokens of the silence are not
 * counted.
 *
 * <p>Some models write fewer errors when an utterance ends in silence: {@link SpeechModel#trailingSilence()}. After a
 * single word the silence makes the models miss the word. So the first pass adds none to audio that is shorter than 4
 * s.
 */
enum SilencePadding {
    FIRST_PASS {
        @Override
        int before(float[] samples, SpeechModel model) {
            return 0;
        }

        @Override
        int after(float[] samples, SpeechModel model) {
            return samples.length < MIN_SAMPLES ? 0 : model.trailingSilence();
        }
    },
    RETRY {
        @Override
        int before(float[] samples, SpeechModel model) {
            return RETRY_SILENCE;
        }

        @Override
        int after(float[] samples, SpeechModel model) {
            return RETRY_SILENCE;
        }
    };

    private static final int MIN_SAMPLES = 64_000;
    private static final int RETRY_SILENCE = 4_800;

    abstract int before(float[] samples, SpeechModel model);

    abstract int after(float[] samples, SpeechModel model);

    Hypothesis of(float[] samples, SpeechModel model) throws InterruptedException {
        return withoutSilence(model.transcribe(padded(samples, model)), samples, model);
    }

    /** Empty when the model stops early. */
    Optional<Hypothesis> of(float[] samples, SpeechModel model, EarlyStopping earlyStopping)
            throws InterruptedException {
        return model.transcribe(padded(samples, model), earlyStopping)
                .map(hypothesis -> withoutSilence(hypothesis, samples, model));
    }

    List<Hypothesis> of(List<float[]> utterances, SpeechModel model) throws InterruptedException {
        if (utterances.size() == 1) {
            return List.of(of(utterances.get(0), model));
        }
        List<Hypothesis> hypotheses = model.transcribe(
                utterances.stream().map(samples -> padded(samples, model)).toList());
        List<Hypothesis> result = new ArrayList<>();
        for (int i = 0; i < hypotheses.size(); i++) {
            result.add(withoutSilence(hypotheses.get(i), utterances.get(i), model));
        }
        return result;
    }

    private float[] padded(float[] samples, SpeechModel model) {
        int before = before(samples, model);
        int after = after(samples, model);
        if (before + after == 0) {
            return samples;
        }
        float[] longer = new float[before + samples.length + after];
        System.arraycopy(samples, 0, longer, before, samples.length);
        return longer;
    }

    private Hypothesis withoutSilence(Hypothesis hypothesis, float[] samples, SpeechModel model) {
        int before = before(samples, model);
        int length = before + samples.length + after(samples, model);
        return hypothesis.withoutSilence(
                (double) before / PcmStream.SAMPLE_RATE,
                Math.round((float) hypothesis.audioTokens() * samples.length / Math.max(1, length)));
    }
}
