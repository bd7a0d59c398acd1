package dev.escriba.speech.moonshine;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model as it is for one prompt. */
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
    public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping patience) throws InterruptedException {
        return searched(List.of(samples), patience).get(0);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> stretches) throws InterruptedException {
        return searched(stretches, GreedyHypothesis.ENDLESS).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    private List<Optional<Hypothesis>> searched(List<float[]> stretches, EarlyStopping patience)
            throws InterruptedException {
        return model.searched(stretches, (decoder, all) -> {
            List<Optional<Hypothesis>> heard = new ArrayList<>();
            for (float[] samples : all) {
                heard.add(search.search(decoder, samples, patience));
            }
            return heard;
        });
    }

    @Override
    public TokenLimits tokenLimits() {
        return model.tokenLimits();
    }

    @Override
    public int countTokens(String text) {
        return model.countTokens(text);
    }

    /** The model stays its owner's to close. */
    @Override
    public void close() {}
}
