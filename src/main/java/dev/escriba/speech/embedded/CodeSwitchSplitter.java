package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of language within one utterance. A model passes over what is said in another language, or goes astray in it: where a
 * text is short for the time that was spoken, or weak in one place, the other models are asked about each part of the utterance,
 * and what lies between two changes of language is heard by its own model alone.
 */
final class CodeSwitchSplitter {

    /** Own speech had 3.2 tokens a second of speech or more in nine utterances of ten; of two languages in turns 1.0 to 2.9. */
    private static final double TOKENS_A_SECOND = 3.1;

    /** Nine utterances of ten of own speech are nowhere as weak as this; one that goes astray in another language is. */
    private static final double WEAK = -0.75;

    /** Seconds; speech detection hears a word end late, so that what is left of a pause is shorter than it was. */
    private static final double PAUSE = 0.25;

    /** Seconds of speech: less does not tell a language. */
    private static final double MIN_PART_LENGTH = 2;

    private record Turn(Utterance first, Utterance last, SpeechModel speaker, Optional<Hypothesis> heard) {}

    private final List<SpeechModel> models;
    private final EarlyStopping patience;

    CodeSwitchSplitter(List<SpeechModel> models, EarlyStopping patience) {
        this.models = models;
        this.patience = patience;
    }

    /** The utterance as it is, or in its turns. */
    List<UtteranceHypotheses> in(UtteranceHypotheses heard, Optional<SpeechModel> believed)
            throws InterruptedException {
        if (models.size() == 1
                || believed.isEmpty()
                || !isDoubtful(heard, heard.hypothesis(believed.get().language()))) {
            return List.of(heard);
        }
        List<Utterance> parts = heard.utterance().parts(PAUSE, MIN_PART_LENGTH);
        List<Turn> turns = parts.size() == 1 ? List.of() : turns(parts, believed.get());
        if (turns.isEmpty() || (turns.size() == 1 && turns.get(0).speaker() == believed.get())) {
            return List.of(heard);
        }
        List<UtteranceHypotheses> apart = new ArrayList<>();
        for (Turn turn : turns) {
            apart.add(heard(turn, heard.utterance()));
        }
        return apart;
    }

    private static boolean isDoubtful(UtteranceHypotheses heard, Hypothesis hypothesis) {
        return hypothesis.weakest() < WEAK
                || hypothesis.tokens() < TOKENS_A_SECOND * heard.utterance().speechSeconds();
    }

    private List<Turn> turns(List<Utterance> parts, SpeechModel believed) throws InterruptedException {
        List<Turn> turns = new ArrayList<>();
        for (Utterance part : parts) {
            Turn next = turn(part, believed);
            int last = turns.size() - 1;
            if (last >= 0 && turns.get(last).speaker() == next.speaker()) {
                turns.set(last, new Turn(turns.get(last).first(), part, next.speaker(), Optional.empty()));
            } else {
                turns.add(next);
            }
        }
        return turns;
    }

    private Turn turn(Utterance part, SpeechModel believed) throws InterruptedException {
        for (SpeechModel model : models) {
            if (model != believed) {
                Optional<Hypothesis> hypothesis = SilencePadding.FIRST.of(part.samples(), model, patience);
                UtteranceHypotheses alone = new UtteranceHypotheses(part);
                hypothesis.ifPresent(text -> alone.add(model.language(), text));
                if (hypothesis.isPresent() && alone.isSure(model.language(), false)) {
                    return new Turn(part, part, model, hypothesis);
                }
            }
        }
        return new Turn(part, part, believed, Optional.empty());
    }

    private static UtteranceHypotheses heard(Turn turn, Utterance whole) throws InterruptedException {
        UtteranceHypotheses heard = new UtteranceHypotheses(whole.between(turn.first(), turn.last()));
        String language = turn.speaker().language();
        heard.add(
                language,
                turn.heard().isPresent()
                        ? turn.heard().get()
                        : SilencePadding.FIRST.of(heard.utterance().samples(), turn.speaker()));
        return heard;
    }
}
