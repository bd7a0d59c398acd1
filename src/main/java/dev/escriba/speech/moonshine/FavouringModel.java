package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.control.SpeechModel;
import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.entity.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model as it is for one prompt. */
final class FavouringModel implements SpeechModel {

    /** A text with terms that the model holds for so unlikely is not believed, whatever speaks for the terms: it is heard without them. */
    private static final double STRAINED = -0.9;

    private final MoonshineModel model;
    private final BiasedSearch search;
    private final GreedySearch greedy;

    FavouringModel(MoonshineModel model, BiasedSearch search, GreedySearch greedy) {
        this.model = model;
        this.search = search;
        this.greedy = greedy;
    }

    @Override
    public String language() {
        return model.language();
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        return transcribe(List.of(samples)).get(0);
    }

    @Override
    public Optional<Hypothesis> transcribe(float[] samples, Patience patience) throws InterruptedException {
        return searched(List.of(samples), patience).get(0);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> stretches) throws InterruptedException {
        return searched(stretches, GreedyText.ENDLESS).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    private List<Optional<Hypothesis>> searched(List<float[]> stretches, Patience patience)
            throws InterruptedException {
        return model.searched(stretches, (decoder, all) -> {
            List<Optional<Hypothesis>> heard = new ArrayList<>();
            for (float[] samples : all) {
                heard.add(hear(decoder, samples, patience));
            }
            return heard;
        });
    }

    private Optional<Hypothesis> hear(Decoder decoder, float[] samples, Patience patience)
            throws OrtException, InterruptedException {
        Optional<Hypothesis> biased = search.search(decoder, samples, patience);
        boolean strained =
                biased.isPresent() && biased.get().favour() > 0 && biased.get().meanLogProbability() < STRAINED;
        return strained ? greedy.search(decoder, List.of(samples), patience).get(0) : biased;
    }

    @Override
    public int countTokens(String text) {
        return model.countTokens(text);
    }

    /** The model stays its owner's to close. */
    @Override
    public void close() {}
}
