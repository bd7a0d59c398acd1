package dev.escriba.transcription.control;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.entity.Fallback;
import dev.escriba.transcription.entity.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Finds the fallbacks of a run: models that the caller could have chosen for it. */
@ApplicationScoped
public class Fallbacks {

    @Inject
    Models models;

    @Inject
    SpeechRecognition speech;

    /** In the order of the catalogue. The caller may use each of them, and each knows what the request asks for. */
    List<AiModel> of(RunRequest request, RecognitionRequest recognition) {
        return models.fallbacks(request.model()).stream()
                .filter(model -> request.caller().mayUse(model.id()))
                .filter(model -> model.languages()
                                .containsAll(request.command().options().languages())
                        && !Fallback.languages(model, recognition).isEmpty())
                .filter(model -> !recognition.words() || knowsWords(model, recognition))
                .filter(model -> !request.command().options().tokens() || knowsTokens(model, recognition))
                .toList();
    }

    private boolean knowsWords(AiModel model, RecognitionRequest recognition) {
        try {
            return speech.knowsWords(model.engine(), recognition.to(model.id()));
        } catch (Problem notReady) {
            return false;
        }
    }

    private boolean knowsTokens(AiModel model, RecognitionRequest recognition) {
        try {
            return speech.knowsTokens(model.engine(), recognition.to(model.id()));
        } catch (Problem notReady) {
            return false;
        }
    }
}
