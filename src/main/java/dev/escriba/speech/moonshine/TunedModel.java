package dev.escriba.speech.moonshine;

import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model as one request wants it: with a bias towards terms, with the times of words, with both or neither. */
final class TunedModel implements SpeechModel {

    private final MoonshineModel model;
    private final Optional<TermTrie> terms;
    private final boolean words;

    /** @param words only for a model that knows them */
    TunedModel(MoonshineModel model, Optional<TermTrie> terms, boolean words) {
        this.model = model;
        this.terms = terms;
        this.words = words;
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
        List<AlignmentHead> heads = words ? model.heads() : List.of();
        if (terms.isEmpty()) {
            GreedySearch search = new GreedySearch(model.tokenizer(), heads);
            return model.searchAll(utterances, (decoder, all) -> search.search(decoder, all, earlyStopping));
        }
        BeamSearch search = new BeamSearch(model.tokenizer(), terms.get(), heads);
        return model.searchAll(utterances, (decoder, all) -> {
            List<Optional<Hypothesis>> hypotheses = new ArrayList<>();
            for (float[] samples : all) {
                hypotheses.add(search.search(decoder, samples, earlyStopping));
            }
            return hypotheses;
        });
    }

    @Override
    public SpeechModel withHotwords(String prompt, List<String> keywords) {
        return new TunedModel(model, model.terms(prompt, keywords), words);
    }

    @Override
    public boolean knowsWords() {
        return model.knowsWords();
    }

    @Override
    public SpeechModel withWords() {
        return knowsWords() ? new TunedModel(model, terms, true) : this;
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
