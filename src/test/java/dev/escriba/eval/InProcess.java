package dev.escriba.eval;

import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import java.nio.file.Path;
import java.util.Set;

/** The engine in this process, without a server. */
public final class InProcess implements Transcriber {

    private final SpeechRecognition speech;
    private final Set<String> languages;

    public InProcess(SpeechRecognition speech, Set<String> languages) {
        this.speech = speech;
        this.languages = Set.copyOf(languages);
    }

    @Override
    public Transcript transcribe(Path recording) throws Exception {
        float[] samples = Recordings.decode(recording);
        Recognition recognition =
                speech.recognize("embedded", new RecognitionRequest(languages, ""), () -> Recordings.stream(samples));
        return new Transcript(recognition.text(), recognition.language().orElse(""), recognition.duration());
    }
}
