package dev.escriba.speech.embedded;

import dev.escriba.speech.control.SpeechModel;
import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.segmentation.Utterance;
import java.util.Optional;

/** Asks models what they make of an utterance: no more of them than needed, and the one that is believed once more where it is not sure. */
final class Listening {

    private Listening() {}

    /** Asks the expected language's model first, else the models in their order, and no further one once it is sure. */
    static Heard listen(Utterance utterance, Iterable<SpeechModel> models, Optional<SpeechModel> expected)
            throws InterruptedException {
        Heard heard = new Heard(utterance);
        if (!(expected.isPresent() && isSure(heard, expected.get(), true))) {
            for (SpeechModel model : models) {
                boolean asked = expected.isPresent() && model == expected.get();
                if (!asked && isSure(heard, model, false) && expected.isEmpty()) {
                    break;
                }
            }
        }
        Optional<String> language = heard.language(expected.map(SpeechModel::language));
        for (SpeechModel model : models) {
            if (language.isPresent() && language.get().equals(model.language())) {
                Hypothesis first = heard.hypothesis(model.language());
                heard.add(model.language(), SecondThought.of(model, utterance.samples(), first));
            }
        }
        return heard;
    }

    private static boolean isSure(Heard heard, SpeechModel model, boolean expected) throws InterruptedException {
        heard.add(model.language(), model.transcribe(heard.utterance().samples()));
        return heard.isSure(model.language(), expected);
    }
}
