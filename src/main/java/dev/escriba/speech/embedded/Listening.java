package dev.escriba.speech.embedded;

import dev.escriba.speech.control.SpeechModel;
import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks models what they make of utterances: no more of them than needed, and the one that is believed once more where it is not sure. */
final class Listening {

    /** Seconds, with the silence around it. */
    private static final double A_WORD = 4;

    private final List<SpeechModel> models;

    /** @param models the cheapest first */
    Listening(List<SpeechModel> models) {
        this.models = models;
    }

    /** Asks the expected language's model first, for all of them together, else the models in their order, and no further one once it is sure. */
    List<Heard> listen(List<Utterance> utterances, Optional<String> expected) throws InterruptedException {
        List<Heard> all = utterances.stream().map(Heard::new).toList();
        Optional<SpeechModel> first = expected.flatMap(this::model);
        if (first.isPresent()) {
            ask(first.get(), all);
        }
        for (Heard heard : all) {
            askOthers(heard, first);
        }
        for (Heard heard : all) {
            askAgainAboutAWord(heard, expected);
        }
        for (SpeechModel model : models) {
            List<Heard> believed = new ArrayList<>();
            for (Heard heard : all) {
                if (heard.language(expected).equals(Optional.of(model.language()))) {
                    believed.add(heard);
                }
            }
            new SecondThought(model).about(believed);
        }
        return all;
    }

    private void askOthers(Heard heard, Optional<SpeechModel> first) throws InterruptedException {
        if (first.isPresent() && heard.isSure(first.get().language(), true)) {
            return;
        }
        for (SpeechModel model : models) {
            if (first.isEmpty() || model != first.get()) {
                ask(model, List.of(heard));
                if (first.isEmpty() && heard.isSure(model.language(), false)) {
                    return;
                }
            }
        }
    }

    /** Where nobody heard anything in a moment of speech: a lone word is missed more easily than a sentence. */
    private void askAgainAboutAWord(Heard heard, Optional<String> expected) throws InterruptedException {
        if (heard.utterance().seconds() >= A_WORD || heard.language(expected).isPresent()) {
            return;
        }
        for (String language : List.copyOf(heard.hypotheses().keySet())) {
            Hypothesis again = Hearing.AGAIN.of(
                    heard.utterance().samples(), model(language).orElseThrow());
            heard.add(language, again);
        }
    }

    private static void ask(SpeechModel model, List<Heard> all) throws InterruptedException {
        List<float[]> samples =
                all.stream().map(heard -> heard.utterance().samples()).toList();
        List<Hypothesis> hypotheses = Hearing.FIRST.of(samples, model);
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
