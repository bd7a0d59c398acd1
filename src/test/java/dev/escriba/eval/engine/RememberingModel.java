package dev.escriba.eval.engine;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A model that transcribes the same samples only once, because many ways to cut give the same utterances. */
final class RememberingModel implements SpeechModel {

    private record Samples(int length, int hash) {}

    private final SpeechModel model;
    private final Map<Samples, FutureTask<Hypothesis>> earlierResults = new ConcurrentHashMap<>();

    RememberingModel(SpeechModel model) {
        this.model = model;
    }

    @Override
    public String language() {
        return model.language();
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        Samples key = new Samples(samples.length, Arrays.hashCode(samples));
        FutureTask<Hypothesis> task = new FutureTask<>(() -> model.transcribe(samples));
        FutureTask<Hypothesis> earlier = earlierResults.putIfAbsent(key, task);
        if (earlier == null) {
            task.run();
        }
        try {
            return (earlier == null ? task : earlier).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public TokenLimits tokenLimits() {
        return model.tokenLimits();
    }

    @Override
    public int countTokens(String text) {
        return model.countTokens(text);
    }

    @Override
    public void close() {
        earlierResults.clear();
    }
}
