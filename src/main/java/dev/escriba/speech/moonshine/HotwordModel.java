package dev.escriba.speech.moonshine;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model with a bias towards the terms of one prompt. */
final class HotwordModel implements SpeechModel {

    private final MoonshineModel model;
    private final BeamSearch search;

    HotwordModel(MoonshineModel model, BeamSearch search) {
        this.model = model;
        this.search = search;
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
    public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) throws InterruptedException {
        return searchAll(List.of(samples), earlyStopping).get(0);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> utterances) throws InterruptedException {
        return searchAll(utterances, GreedyHypothesis.NO_EARLY_STOPPING).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    private List<Optional<Hypothesis>> searchAll(List<float[]> utterances, EarlyStopping earlyStopping)
            throws InterruptedException {
        return model.searchAll(utterances, (decoder, all) -> {
            List<Optional<Hypothesis>> hypotheses = new ArrayList<>();
            for (float[] samples : all) {
                hypotheses.add(search.search(decoder, samples, earlyStopping));
            }
            return hypotheses;
        });
    }

    @Override
    public int trailingSilence() {
        return model.trailingSilence();
    }

    @Override
    public TokenLimits tokenLimits() {
        return model.tokenLimits();
    }

    @Override
    public int countTokens(String text) {
        return model.countTokens(text);
    }

    /** The owner of the model closes it. */
    @Override
    public void close() {}
}
