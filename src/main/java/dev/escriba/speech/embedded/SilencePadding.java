package dev.escriba.speech.embedded;

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
 * <p>The models were trained on recordings that end in silence. Half a second of it reduced the word error rate from
 * 8.6 to 7.6 % over 1,492 English words, and from 8.6 to 8.0 % with the same weights in floating point. Over 515
 * Spanish words the difference was within chance. After a single word the silence makes the models miss the word. So
 * the first pass adds none to audio that is shorter than 4 s.
 */
enum SilencePadding {
    FIRST_PASS(0, 8_000, 64_000),
    RETRY(4_800, 4_800, 0);

    private final int before;
    private final int after;
    private final int minSamples;

    SilencePadding(int before, int after, int minSamples) {
        this.before = before;
        this.after = after;
        this.minSamples = minSamples;
    }

    Hypothesis of(float[] samples, SpeechModel model) throws InterruptedException {
        return withoutSilence(model.transcribe(padded(samples)), samples.length, silenceLength(samples));
    }

    /** Empty when the model stops early. */
    Optional<Hypothesis> of(float[] samples, SpeechModel model, EarlyStopping earlyStopping)
            throws InterruptedException {
        return model.transcribe(padded(samples), earlyStopping)
                .map(hypothesis -> withoutSilence(hypothesis, samples.length, silenceLength(samples)));
    }

    List<Hypothesis> of(List<float[]> utterances, SpeechModel model) throws InterruptedException {
        if (utterances.size() == 1) {
            return List.of(of(utterances.get(0), model));
        }
        List<Hypothesis> hypotheses =
                model.transcribe(utterances.stream().map(this::padded).toList());
        List<Hypothesis> result = new ArrayList<>();
        for (int i = 0; i < hypotheses.size(); i++) {
            result.add(withoutSilence(hypotheses.get(i), utterances.get(i).length, silenceLength(utterances.get(i))));
        }
        return result;
    }

    private float[] padded(float[] samples) {
        int silenceLength = silenceLength(samples);
        return silenceLength == 0 ? samples : withSilence(samples, before, samples.length + silenceLength);
    }

    private static float[] withSilence(float[] samples, int at, int length) {
        float[] longer = new float[length];
        System.arraycopy(samples, 0, longer, at, samples.length);
        return longer;
    }

    private int silenceLength(float[] samples) {
        return samples.length < minSamples ? 0 : before + after;
    }

    private static Hypothesis withoutSilence(Hypothesis hypothesis, int samples, int silenceLength) {
        return hypothesis.withAudioTokens(
                Math.round((float) hypothesis.audioTokens() * samples / Math.max(1, samples + silenceLength)));
    }
}
