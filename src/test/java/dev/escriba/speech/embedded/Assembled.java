package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Word;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TimedWord;
import dev.escriba.speech.segmentation.Utterance;
import java.util.List;
import java.util.Optional;

/** Recognises utterances as the engine does, on the calling thread. */
public final class Assembled {

    private Assembled() {}

    /** The words of one utterance on the clock of its recording. */
    public static List<Word> words(List<TimedWord> timed, Utterance utterance) {
        return WordClock.words(timed, utterance);
    }

    /** The transcript of utterances in the model's language. */
    public static String text(List<Utterance> utterances, SpeechModel model) throws InterruptedException {
        TranscriptAssembler transcript = new TranscriptAssembler(Optional.of(model.language()));
        UtteranceRecognizer recognizer = new UtteranceRecognizer(List.of(model));
        for (Utterance utterance : utterances) {
            recognizer.recognize(utterance, transcript.expected()).forEach(transcript::add);
        }
        transcript.end();
        return transcript.text();
    }
}
