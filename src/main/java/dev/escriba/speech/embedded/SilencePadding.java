package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has a model hear samples with digital silence before and after them, which is not counted. The models were made for recordings
 * that end in silence: half a second of it took the word error rate from 8.6 to 7.6 % over 1,492 English words, from 8.6 to 8.0 %
 * with the same weights in floating point; over 515 Spanish ones it made no difference beyond chance. After a lone word it
 * makes them miss the word: nothing shorter than 4 s has silence at first.
 */
enum SilencePadding {
    FIRST(0, 8_000, 64_000),
    AGAIN(4_800, 4_800, 0);

    private final int before;
    private final int after;
    private final int least;

    SilencePadding(int before, int after, int least) {
        this.before = before;
        this.after = after;
        this.least = least;
    }

    Hypothesis of(float[] samples, SpeechModel model) throws InterruptedException {
        return counted(model.transcribe(framed(samples)), samples.length, silence(samples));
    }

    /** Nothing where the model runs out of patience. */
    Optional<Hypothesis> of(float[] samples, SpeechModel model, EarlyStopping patience) throws InterruptedException {
        return model.transcribe(framed(samples), patience)
                .map(heard -> counted(heard, samples.length, silence(samples)));
    }

    List<Hypothesis> of(List<float[]> stretches, SpeechModel model) throws InterruptedException {
        if (stretches.size() == 1) {
            return List.of(of(stretches.get(0), model));
        }
        List<Hypothesis> hypotheses =
                model.transcribe(stretches.stream().map(this::framed).toList());
        List<Hypothesis> counted = new ArrayList<>();
        for (int i = 0; i < hypotheses.size(); i++) {
            counted.add(counted(hypotheses.get(i), stretches.get(i).length, silence(stretches.get(i))));
        }
        return counted;
    }

    private float[] framed(float[] samples) {
        int silence = silence(samples);
        return silence == 0 ? samples : placed(samples, before, samples.length + silence);
    }

    private static float[] placed(float[] samples, int at, int length) {
        float[] longer = new float[length];
        System.arraycopy(samples, 0, longer, at, samples.length);
        return longer;
    }

    private int silence(float[] samples) {
        return samples.length < least ? 0 : before + after;
    }

    private static Hypothesis counted(Hypothesis heard, int samples, int silence) {
        return heard.withAudioTokens(
                Math.round((float) heard.audioTokens() * samples / Math.max(1, samples + silence)));
    }
}
