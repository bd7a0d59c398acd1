package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks models what they make of utterances: no more of them than needed, and the one that is believed once more where it is not sure. */
final class UtteranceRecognizer {

    /** Seconds, with the silence around it. */
    private static final double A_WORD = 4;

    /**
     * Over the first tokens of own speech the mean was lower in one clip of 85, and of Spanish under the English model in nine of
     * ten: it need not write down all of what it does not understand.
     */
    private static final EarlyStopping PATIENCE = new EarlyStopping(6, -0.7);

    private final List<SpeechModel> models;
    private final CodeSwitchSplitter turns;

    /** @param models the cheapest first */
    UtteranceRecognizer(List<SpeechModel> models) {
        this.models = models;
        turns = new CodeSwitchSplitter(models, PATIENCE);
    }

    /**
     * Asks the expected language's model first, for all of them together, else the models in their order, and no further one once it is sure.
     * Where an utterance changes its language there is one for each turn of it.
     */
    List<UtteranceHypotheses> listen(List<Utterance> utterances, Optional<String> expected)
            throws InterruptedException {
        List<UtteranceHypotheses> whole =
                utterances.stream().map(UtteranceHypotheses::new).toList();
        Optional<SpeechModel> first = expected.flatMap(this::model);
        if (first.isPresent()) {
            ask(first.get(), whole);
        }
        List<UtteranceHypotheses> all = new ArrayList<>();
        for (UtteranceHypotheses heard : whole) {
            askOthers(heard, first);
            askAgainAboutAWord(heard, expected);
            all.addAll(turns.in(heard, heard.language(expected).flatMap(this::model)));
        }
        for (SpeechModel model : models) {
            List<UtteranceHypotheses> believed = new ArrayList<>();
            for (UtteranceHypotheses heard : all) {
                if (heard.language(expected).equals(Optional.of(model.language()))) {
                    believed.add(heard);
                }
            }
            new LowConfidenceRetry(model).about(believed);
        }
        return all;
    }

    private void askOthers(UtteranceHypotheses heard, Optional<SpeechModel> first) throws InterruptedException {
        if (first.isPresent() && heard.isSure(first.get().language(), true)) {
            return;
        }
        List<SpeechModel> gaveUp = new ArrayList<>();
        for (SpeechModel model : models) {
            if (first.isPresent() && model == first.get()) {
                continue;
            }
            Optional<Hypothesis> hypothesis = models.size() == 1
                    ? Optional.of(SilencePadding.FIRST.of(heard.utterance().samples(), model))
                    : SilencePadding.FIRST.of(heard.utterance().samples(), model, PATIENCE);
            if (hypothesis.isEmpty()) {
                gaveUp.add(model);
                continue;
            }
            heard.add(model.language(), hypothesis.get());
            if (first.isEmpty() && heard.isSure(model.language(), false)) {
                return;
            }
        }
        if (!heard.isSettled(first.map(SpeechModel::language))) {
            for (SpeechModel model : gaveUp) {
                ask(model, List.of(heard));
            }
        }
    }

    /** Where nobody heard anything in a moment of speech: a lone word is missed more easily than a sentence. */
    private void askAgainAboutAWord(UtteranceHypotheses heard, Optional<String> expected) throws InterruptedException {
        if (heard.utterance().seconds() >= A_WORD || heard.language(expected).isPresent()) {
            return;
        }
        for (String language : List.copyOf(heard.hypotheses().keySet())) {
            Hypothesis again = SilencePadding.AGAIN.of(
                    heard.utterance().samples(), model(language).orElseThrow());
            heard.add(language, again);
        }
    }

    private static void ask(SpeechModel model, List<UtteranceHypotheses> all) throws InterruptedException {
        List<float[]> samples =
                all.stream().map(heard -> heard.utterance().samples()).toList();
        List<Hypothesis> hypotheses = SilencePadding.FIRST.of(samples, model);
        for (int i = 0; i < hypotheses.size(); i++) {
            all.get(i).add(model.language(), hypotheses.get(i));
        }
    }

    Optional<SpeechModel> model(String language) {
        return models.stream()
                .filter(model -> model.language().equals(language))
                .findFirst();
    }
}
